import { InvalidArgumentError, Option } from 'commander';
import { flagOf, type OptionsInput, type Parameter, type ParameterName, parameters } from '#capabilities';

/** JobFlags are the flags that set options of a job, as commander gives them: by the options' own names. */
export type JobFlags = Readonly<Partial<Record<ParameterName, unknown>>>;

/** Letters that users of MinerU's command know. */
const letters: Readonly<Partial<Record<ParameterName, string>>> = { lang: '-l, ', method: '-m, ' };

/** jobOptions makes the flags for the options of a job; what is on by default has one that turns it off. */
export function jobOptions(): readonly Option[] {
  return parameters.flatMap((parameter) =>
    parameter.type === 'boolean' ? switchesOf(parameter) : [withValue(parameter)],
  );
}

/** optionsOf gives the options that flags set; the service's defaults hold for all others. */
export function optionsOf(flags: JobFlags): OptionsInput {
  const set = parameters.flatMap(({ name }) => (flags[name] === undefined ? [] : [[name, flags[name]] as const]));
  // Commander has checked them by the same parameters.
  return Object.fromEntries(set) as OptionsInput;
}

/** Both switches of a pair exist, for commander takes a lone `--no-x` for a default; the one that says what is the case anyway is not shown. */
function switchesOf(parameter: Parameter): readonly Option[] {
  const { name, en } = parameter;
  const on = new Option(flagOf(name), en);
  if (parameter.default === false) return [on];
  const [what = ''] = en.split(/[;.]/);
  const off = new Option(
    flagOf(name).replace('--', '--no-'),
    `Do not ${what.charAt(0).toLowerCase()}${what.slice(1)}.`,
  );
  return parameter.default === true ? [on.hideHelp(), off] : [on, off];
}

function withValue(parameter: Parameter): Option {
  const { name, type, choices, minimum = 0, en } = parameter;
  const value = choices !== undefined ? 'choice' : type === 'integer' ? 'number' : 'text';
  const preset = parameter.default === null ? '' : ` (default ${parameter.default})`;
  const option = new Option(`${letters[name] ?? ''}${flagOf(name)} <${value}>`, en + preset);
  if (choices !== undefined) return option.choices(choices);
  return type === 'integer' ? option.argParser(wholeNumberFrom(minimum)) : option;
}

function wholeNumberFrom(minimum: number): (text: string) => number {
  return (text) => {
    if (/^\d+$/.test(text) && Number(text) >= minimum) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from ${minimum}.`);
  };
}
