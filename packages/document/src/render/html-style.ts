/** htmlStyle is the style sheet of rendered pages: readable on screens, light and dark, and on paper. */
export const htmlStyle = `:root{color-scheme:light dark}
body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif;overflow-wrap:break-word}
h1,h2,h3,h4,h5,h6{line-height:1.25}
img{max-width:100%;height:auto}
.table{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse}
caption{text-align:left;padding:.25rem 0}
th,td{border:1px solid #8888;padding:.25rem .5rem;text-align:left;vertical-align:top}
th{background:#8882}
pre{overflow-x:auto;padding:.75rem;background:#8882}
.algorithm,.data{white-space:pre-wrap}
blockquote{margin-left:0;padding-left:1rem;border-left:.25rem solid #8888}
figure{margin:1.5rem 0}
caption,figcaption,.note{font-size:.9rem}
.marked{list-style:none}
.math{font-family:"Cambria Math",serif}
.display{overflow-x:auto;text-align:center;margin:1rem 0}
section+section{border-top:1px solid #8884;margin-top:2rem;padding-top:1rem}
@media print{body{max-width:none;margin:0}section+section{break-before:page;border:0;margin:0;padding:0}h1,h2,h3,h4,h5,h6{break-after:avoid}figure,tr{break-inside:avoid}pre{white-space:pre-wrap}}`;

/** furnitureStyle sets what repeats around the body of pages apart from it. */
export const furnitureStyle = '.furniture{font-size:.8rem;opacity:.7}';
