import type { Expression, Statement, TinyFunction, TinyProgram } from './program.js';

/** A tiny program as C. */
export function sourceOf({ functions }: TinyProgram): string {
  return `static int shared;\n\n${functions.map(functionText).join('\n')}`;
}

/** What a function has beside the state: a number and a pointer to one. */
function functionText({ name, parts, result }: TinyFunction): string {
  const [first, second, third] = parts.map((part) => lines(part, 1));
  const isLater = name === 'later';
  const body = [
    '    int x = 0, y = 0;',
    ...(isLater ? ['    int n = 0;', '    int *p = 0;'] : []),
    ...(first ?? []),
    'again:',
    '    note();',
    ...(second ?? []),
    'out:',
    '    note();',
    ...(third ?? []),
    `    return ${text(result)};`,
  ];
  const parameters = isLater ? 'void *s' : 'State *s, int n, int *p';
  return `static int ${name}(${parameters})\n{\n${body.join('\n')}\n}\n`;
}

function lines(statements: readonly Statement[], depth: number): string[] {
  return statements.flatMap((one) => statementLines(one, depth).map((line) => `    ${line}`));
}

function block(head: string, body: readonly Statement[], tail = '}'): string[] {
  return [`${head} {`, ...lines(body, 1), tail];
}

function statementLines(statement: Statement, depth: number): string[] {
  switch (statement.kind) {
    case 'checkpoint':
      return [`trace("${statement.name}");`];
    case 'do-nothing':
      return ['note();'];
    case 'break':
      return ['break;'];
    case 'continue':
      return ['continue;'];
    case 'release':
      return ['let_go();'];
    case 'abort':
      return ['abort();'];
    case 'expression':
      return [`${text(statement.expression)};`];
    case 'if':
      return statement.no
        ? [
            ...block(`if (${text(statement.condition)})`, statement.yes, '} else {').slice(0, -1),
            ...block('} else', statement.no),
          ]
        : block(`if (${text(statement.condition)})`, statement.yes);
    case 'while':
      return block(`while (${text(statement.condition)})`, statement.body);
    case 'do':
      return block('do', statement.body, `} while (${text(statement.condition)});`);
    case 'for': {
      const { begin, condition, step, body } = statement;
      return block(`for (${text(begin)}; ${condition ? text(condition) : ''}; ${text(step)})`, body);
    }
    case 'foreach':
      return block('QTAILQ_FOREACH(e, &list, entry)', statement.body);
    case 'guard':
      return block('WITH_QEMU_LOCK_GUARD(&lock)', statement.body);
    case 'switch':
      return [
        `switch (${text(statement.on)}) {`,
        ...statement.cases.flatMap(({ label, body }) => [
          label === undefined ? 'default:' : `case ${label}:`,
          ...lines(body.length > 0 ? body : [{ kind: 'do-nothing' }], depth + 1),
        ]),
        '}',
      ];
    case 'goto':
      return [`goto ${statement.label};`];
    case 'return':
      return [`return ${text(statement.value)};`];
    case 'defer':
      return statement.through === 'field'
        ? ['s->bh = new_bottom_half(later, s);', 'schedule(s->bh);']
        : ['once(context(), later, s);'];
    case 'set-state':
      return [`set_state(&s->state, ${statement.from}, ${statement.to});`];
  }
}

function text(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'constant':
      return expression.name;
    case 'place':
      return expression.place;
    case 'ask':
      return 'ask()';
    case 'mode':
      return 'mode()';
    case 'look':
      return `look(${expression.place === '*p' ? 'p' : `&${expression.place}`})`;
    case 'assign':
      return `(${expression.place} = ${text(expression.value)})`;
    case 'increment':
      return `(${expression.place})++`;
    case 'call':
      return `${expression.name}(s, ${text(expression.argument)}, ${expression.pointer})`;
    case 'not':
      return `!${inner(expression.of)}`;
    case 'minus':
      return `-${inner(expression.of)}`;
    case 'binary':
      return `${inner(expression.left)} ${expression.operator} ${inner(expression.right)}`;
    case 'comma':
      return `(${text(expression.left)}, ${text(expression.right)})`;
    case 'conditional': {
      const { condition, yes, no } = expression;
      return `(${inner(condition)} ? ${inner(yes)} : ${inner(no)})`;
    }
  }
}

/** A part of a longer expression. */
function inner(expression: Expression): string {
  const isSimple = ['constant', 'place', 'ask', 'mode', 'call', 'look'].includes(expression.kind);
  return isSimple ? text(expression) : `(${text(expression)})`;
}
