/** optionFields gives, for each option of a job, the field of a submit that sets it. */
export const optionFields = {
  lang: 'lang',
  method: 'method',
  formulaEnable: 'formula_enable',
  tableEnable: 'table_enable',
  enablePagination: 'enable_pagination',
  onPageError: 'on_page_error',
  tables: 'tables',
  images: 'images',
  furniture: 'furniture',
  frontMatter: 'front_matter',
  pageMarks: 'page_marks',
  comments: 'comments',
  hidden: 'hidden',
  mainContent: 'main_content',
  html: 'return_html',
  passages: 'return_passages',
  passageSize: 'passage_size',
  passageUnit: 'passage_unit',
} as const;

/** OptionName is the name of an option that callers set. */
export type OptionName = keyof typeof optionFields;
