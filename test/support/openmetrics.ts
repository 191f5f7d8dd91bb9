/** A sample of a family. */
interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A family of metrics. */
export interface MetricFamily {
  readonly name: string;
  readonly type: string;
  readonly unit: string | undefined;
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const DESCRIPTION = new RegExp(`^# (TYPE|UNIT|HELP) (${NAME}) (.*)$`, 'u');
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (-?[0-9]+(?:\\.[0-9]+)?)$`, 'u');
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,(?=.)|$)/u;
const UNESCAPED: Readonly<Record<string, string>> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

/**
 * Reads OpenMetrics 1.0 text with gauges and infos, as strictly as its specification is: descriptions first, each once; a unit ends
 * the name; no family twice; no sample twice; the end mark.
 * @throws Error where it is not so
 */
export function parseOpenMetrics(text: string): MetricFamily[] {
  if (!text.endsWith('\n# EOF\n')) throw new Error('no end mark');
  const families: {
    name: string;
    type?: string;
    unit?: string;
    help?: string;
    samples: MetricSample[];
  }[] = [];
  const seen = new Set<string>();
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const [, what, described = '', content = ''] = DESCRIPTION.exec(line) ?? [];
    if (what !== undefined) {
      if (families.at(-1)?.name !== described) families.push({ name: described, samples: [] });
      const family = families.at(-1);
      const key = what.toLowerCase() as 'type' | 'unit' | 'help';
      if (!family || family[key] !== undefined || family.samples.length > 0) throw new Error(`late: ${line}`);
      family[key] = content;
      continue;
    }
    const sample = readSample(line);
    const family = families.at(-1);
    const suffix = family?.type === 'info' ? '_info' : '';
    if (!family || sample.name !== `${family.name}${suffix}`) throw new Error(`of no family: ${line}`);
    const identity = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(identity)) throw new Error(`twice: ${line}`);
    seen.add(identity);
    if (family.type === 'info' && sample.value !== 1) throw new Error(`an info that is not 1: ${line}`);
    family.samples.push(sample);
  }
  if (new Set(families.map(({ name }) => name)).size < families.length) throw new Error('a family twice');
  return families.map(({ type, unit, help, ...rest }) => {
    if (type !== 'gauge' && type !== 'info') throw new Error(`${rest.name} is of no type`);
    if (help === undefined || /\\(?![\\n"])/.test(help)) throw new Error(`${rest.name} has no help`);
    if (unit !== undefined && !rest.name.endsWith(`_${unit}`)) throw new Error(`${rest.name}: ${unit}`);
    if (/_(total|count|sum|bucket|created|info)$/.test(rest.name))
      throw new Error(`${rest.name} is reserved`);
    return { ...rest, type, unit, help };
  });
}

function readSample(line: string): MetricSample {
  const [, name, inside = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`no sample: ${line}`);
  const labels: Record<string, string> = {};
  for (let rest = inside; rest !== ''; ) {
    const [whole, label, content = ''] = LABEL.exec(rest) ?? [];
    if (whole === undefined || label === undefined) throw new Error(`no label: ${rest}`);
    if (label in labels || label.startsWith('__')) throw new Error(`label ${label}: ${line}`);
    labels[label] = content.replace(/\\[\\"n]/g, (escaped) => UNESCAPED[escaped] ?? '');
    rest = rest.slice(whole.length);
  }
  return { name, labels, value: Number(value) };
}
