import { createRequire as cR } from 'node:module'; const require = cR(import.meta.url);

// ../../tmp/w/flow.ts
import { readFileSync as readFileSync2, existsSync as existsSync2 } from "node:fs";

// src/csource/functions.ts
var NAME_BEFORE_PARAMETERS = /(\w+)\s*$/;
function openingParenthesis(code, close) {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    const character = code.charAt(at);
    if (character === ")") depth++;
    else if (character === "(" && --depth === 0) return at;
  }
  return -1;
}
function findFunctions(code) {
  const functions = [];
  let depth = 0;
  let declarationStart = 0;
  let opened = 0;
  let pending;
  for (const match of code.matchAll(/[{};]/g)) {
    const at = match.index;
    if (match[0] === ";") {
      if (depth === 0) declarationStart = at + 1;
    } else if (match[0] === "{") {
      if (depth++ > 0) continue;
      opened = at;
      pending = signatureBefore(code, declarationStart, at);
    } else {
      if (depth === 0) return { functions, unbalanced: at };
      if (--depth > 0) continue;
      if (pending) functions.push({ ...pending, end: at + 1 });
      pending = void 0;
      declarationStart = at + 1;
    }
  }
  return { functions, unbalanced: depth > 0 ? opened : void 0 };
}
function signatureBefore(code, from, brace) {
  const signature = code.slice(from, brace).trimEnd();
  if (!signature.endsWith(")")) return void 0;
  const open = openingParenthesis(code, from + signature.length - 1);
  const name = open < from ? void 0 : NAME_BEFORE_PARAMETERS.exec(code.slice(from, open))?.[1];
  if (!name) return void 0;
  const start = from + (signature.length - signature.trimStart().length);
  return { name, start, body: brace };
}

// src/csource/grammar-mask.ts
var pad = (text, length) => text.padEnd(length, " ");
var REWRITES = [
  // QTAILQ_FOREACH(…) { … } and kin are loops.
  { pattern: /\b\w*FOREACH\w*(?=\s*\()/g, to: (match) => pad("while", match.length) },
  // WITH_QEMU_LOCK_GUARD(x) { … } is a for loop that runs once.
  { pattern: /\bWITH_\w+_GUARD\(\)/g, to: (match) => pad("while(1)", match.length) },
  { pattern: /\bWITH_\w+_GUARD(?=\s*\()/g, to: (match) => pad("while", match.length) },
  // Attributes without effect on structure.
  {
    pattern: /\b(?:coroutine_fn|coroutine_mixed_fn|no_coroutine_fn|co_wrapper\w*|g_autofree|QEMU_NORETURN|G_NORETURN|QEMU_WARN_UNUSED_RESULT|GRAPH_\w*LOCK\w*)\b/g,
    to: (match) => pad("", match.length)
  },
  { pattern: /\b(?:GCC_FMT_ATTR|G_GNUC_PRINTF)\s*\([^()]*\)/g, to: (match) => pad("", match.length) },
  // A macro that takes a type: g_new0(struct X, 1).
  { pattern: /(?<=[(,]\s*)struct(?=\s+\w+\s*[,)])/g, to: (match) => pad("", match.length) }
];
var ANY = /FOREACH|_GUARD|coroutine|g_autofree|NORETURN|UNUSED_RESULT|GRAPH_|GCC_FMT|G_GNUC|struct\s+\w+\s*[,)]/;
function maskGrammar(code) {
  if (!ANY.test(code)) return code;
  let masked = code;
  for (const { pattern, to } of REWRITES) masked = masked.replace(pattern, to);
  if (masked.length !== code.length) throw new Error("grammar mask changed the length of the text");
  return masked;
}

// src/csource/lexical-mask.ts
var BYTE_ORDER_MARK = "\xEF\xBB\xBF";
var TOKEN = /^\xef\xbb\xbf|\/\*[\s\S]*?\*\/|\/\/(?:[^\\\r\n]+|\\\r?\n|\\|\r(?!\n))*|(["'])(?:\\(?:\r\n|[\s\S])|(?!\1)[^\\\n])*(\1?)|\/\*/g;
function blank(text) {
  return text.replace(/[^\r\n]+/g, (run) => " ".repeat(run.length));
}
function maskLexically(text) {
  const comments = [];
  const literals = [];
  const pieces = [];
  let done = 0;
  let unterminated;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const start = match.index;
    const end = start + token.length;
    pieces.push(text.slice(done, start));
    if (token === "/*") {
      unterminated = start;
      comments.push({ start, end: text.length });
      pieces.push(blank(text.slice(start)));
      done = text.length;
      break;
    }
    if (token.startsWith("/") || token === BYTE_ORDER_MARK) {
      comments.push({ start, end });
      pieces.push(blank(token));
    } else {
      literals.push({ start, end });
      const [, opening = "", closing = ""] = match;
      pieces.push(opening, blank(token.slice(1, token.length - closing.length)), closing);
    }
    done = end;
  }
  pieces.push(text.slice(done));
  const code = pieces.join("");
  if (code.length !== text.length) throw new Error("lexical mask changed the length of the text");
  return { code, comments, literals, unterminated };
}

// src/csource/lines.ts
var Lines = class {
  constructor(text) {
    this.text = text;
  }
  text;
  #known;
  /** Where every line begins; found when the first number is asked for. */
  get #starts() {
    if (this.#known) return this.#known;
    const starts = [0];
    for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#known = starts;
    return starts;
  }
  /** 1-based number of the line that holds an offset. */
  numberAt(offset) {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = low + high >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
  /** Offset of the first character of a line, by its 1-based number. */
  startOfLine(number) {
    return this.#starts[number - 1] ?? this.text.length;
  }
  startOf(offset) {
    return this.text.lastIndexOf("\n", offset - 1) + 1;
  }
  /** Offset just past the last character of the line, before its CR or LF. */
  endOf(offset) {
    const feed = this.text.indexOf("\n", offset);
    const end = feed < 0 ? this.text.length : feed;
    return end > 0 && feed >= 0 && this.text.charAt(end - 1) === "\r" && end - 1 >= offset ? end - 1 : end;
  }
  /** Offset of the next line's first character, or the end of the text. */
  nextStart(offset) {
    const feed = this.text.indexOf("\n", offset);
    return feed < 0 ? this.text.length : feed + 1;
  }
  /** True if the line that holds the offset is there and has nothing but white space. */
  isBlank(offset) {
    return offset < this.text.length && this.text.slice(this.startOf(offset), this.endOf(offset)).trim() === "";
  }
  /** The white space that the line begins with. */
  indentOf(offset) {
    return /^[ \t]*/.exec(this.text.slice(this.startOf(offset), this.endOf(offset)))?.[0] ?? "";
  }
  /** The line end used where the offset is; that of the line before where the line is the last and has none. */
  lineEndingAt(offset) {
    let feed = this.text.indexOf("\n", offset);
    if (feed < 0) feed = this.text.lastIndexOf("\n", offset - 1);
    return feed > 0 && this.text.charAt(feed - 1) === "\r" ? "\r\n" : "\n";
  }
};
function lineEndings(text) {
  const feeds = text.match(/\n/g)?.length ?? 0;
  const pairs = text.match(/\r\n/g)?.length ?? 0;
  if (feeds === 0) return "none";
  if (pairs === 0) return "lf";
  return pairs === feeds ? "crlf" : "mixed";
}

// src/csource/parser.ts
import { createRequire } from "node:module";
var requirePackage = createRequire(import.meta.url);
var loaded;
function theParser() {
  if (loaded) return loaded;
  const Runtime = requirePackage("tree-sitter");
  const { name, language } = requirePackage("tree-sitter-c");
  loaded = new Runtime();
  loaded.setLanguage({ name, language, nodeTypeInfo: [] });
  return loaded;
}
var kinds = [];
var fields = [];
var LEAVES = /* @__PURE__ */ new Set([
  "identifier",
  "field_identifier",
  "type_identifier",
  "statement_identifier",
  "primitive_type",
  "number_literal",
  "string_literal",
  "char_literal",
  "comment"
]);
function kindAt(cursor) {
  const id = cursor.nodeTypeId;
  const known2 = kinds[id];
  if (known2) return known2;
  const type = cursor.nodeType;
  const kind = { type, named: cursor.nodeIsNamed, leaf: LEAVES.has(type) };
  if (id < 1e4) kinds[id] = kind;
  return kind;
}
function fieldAt(cursor) {
  const id = cursor.currentFieldId;
  if (!id) return void 0;
  fields[id] ??= cursor.currentFieldName;
  return fields[id];
}
var DEEPEST = 1e3;
function parseC(text, base) {
  const tree = theParser().parse(text, void 0, { bufferSize: text.length * 2 + 2 });
  const cursor = tree.walk();
  let tooDeep;
  const build = (kind, parent, depth) => {
    const node = {
      type: kind.type,
      start: base + cursor.startIndex,
      end: base + cursor.endIndex,
      field: fieldAt(cursor),
      parent,
      children: []
    };
    if (depth === DEEPEST) tooDeep ??= node.start;
    else if (!kind.leaf && cursor.gotoFirstChild()) {
      do {
        const child = kindAt(cursor);
        if (child.named) node.children.push(build(child, node, depth + 1));
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return node;
  };
  const root = build(kindAt(cursor), void 0, 0);
  return { root, error: tree.rootNode.hasError ? base + firstBlemish(tree.rootNode) : tooDeep };
}
function firstBlemish(root) {
  let at = root;
  while (!at.isMissing && at.type !== "ERROR") {
    const inner = at.children.find((child) => child.hasError || child.isMissing);
    if (!inner) break;
    at = inner;
  }
  return at.startIndex;
}

// src/csource/preprocessor.ts
var DIRECTIVE = /#[ \t]*(\w*)(?:\\\r?\n|[^\n])*/y;
function* directives(code) {
  for (let at = code.indexOf("#"); at >= 0; at = code.indexOf("#", at + 1)) {
    let start = at;
    while (start > 0 && (code.charAt(start - 1) === " " || code.charAt(start - 1) === "	")) start--;
    if (start > 0 && code.charAt(start - 1) !== "\n") continue;
    DIRECTIVE.lastIndex = at;
    const match = DIRECTIVE.exec(code);
    if (!match) continue;
    const end = at + match[0].length;
    yield { word: match[1] ?? "", text: match[0], start, end };
    at = end - 1;
  }
}
function maskPreprocessor(code) {
  const conditionals = [];
  const blanks = [];
  const open = [];
  const defines = [];
  let unbalanced;
  for (const { word, text, start, end } of directives(code)) {
    blanks.push({ start, end });
    switch (word) {
      case "if":
      case "ifdef":
      case "ifndef": {
        const directive = text.trim().replace(/\s+/g, " ");
        const zero = /^# ?if 0$/.test(directive);
        open.push({ start, directive, branch: end, hiding: zero, shown: !zero, hidden: [] });
        break;
      }
      case "else":
      case "elif": {
        const top = open.at(-1);
        if (!top) {
          unbalanced ??= start;
          break;
        }
        if (top.hiding) top.hidden.push({ start: top.branch, end: start });
        top.hiding = top.shown;
        top.shown = true;
        top.branch = end;
        break;
      }
      case "endif": {
        const top = open.pop();
        if (!top) {
          unbalanced ??= start;
          break;
        }
        if (top.hiding) top.hidden.push({ start: top.branch, end: start });
        blanks.push(...top.hidden);
        const wholeFile = top.hidden.length === 0 && isBlank(code, end, code.length) && isBlank(code, 0, top.start, blanks);
        conditionals.push({ start: top.start, end, directive: top.directive, wholeFile, hidden: top.hidden });
        break;
      }
      case "define":
        defines.push({ start, end });
        break;
      default:
        break;
    }
  }
  const left = open.at(0);
  if (left) unbalanced ??= left.start;
  return { code: blankRanges(code, blanks), conditionals, defines, unbalanced };
}
function isBlank(code, start, end, apart = []) {
  const within = apart.filter((range) => range.end <= end);
  return blankRanges(code.slice(start, end), within).trim() === "";
}
function blankRanges(text, ranges) {
  const sorted = [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces = [];
  let done = 0;
  for (const { start, end } of sorted) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    pieces.push(text.slice(done, from), blank(text.slice(from, end)));
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces.join("");
}
function conditionalAt(conditionals, offset) {
  let found;
  for (const conditional of conditionals) {
    if (conditional.wholeFile || offset < conditional.start || offset >= conditional.end) continue;
    if (!found || conditional.start > found.start) found = conditional;
  }
  return found;
}

// src/csource/syntax.ts
function childIn(node, field) {
  return node.children.find((child) => child.field === field);
}
function* descendants(node) {
  yield node;
  for (const child of node.children) yield* descendants(child);
}
function ofType(node, type) {
  const found = [];
  const visit = (at) => {
    if (at.type === type) found.push(at);
    for (const child of at.children) visit(child);
  };
  visit(node);
  return found;
}
function contains(outer, inner) {
  return outer.start <= inner.start && inner.end <= outer.end;
}

// src/csource/source-file.ts
var LONGEST_LINE = 1e5;
var CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?:[ \t].*)?\r?$/m;
var SourceFile = class {
  constructor(path, text) {
    this.path = path;
    this.text = text;
    this.lines = new Lines(text);
    const defect = byteDefect(text);
    const readable = defect && defect.kind !== "conflict-marker" ? "" : text;
    const lexical = maskLexically(readable);
    const preprocessed = maskPreprocessor(lexical.code);
    const { functions, unbalanced } = findFunctions(preprocessed.code);
    this.lexical = lexical.code;
    this.code = preprocessed.code;
    this.comments = lexical.comments;
    this.conditionals = preprocessed.conditionals;
    this.defines = preprocessed.defines;
    this.functions = functions;
    this.defect = defect ?? firstDefect([
      ["unterminated-comment", lexical.unterminated],
      ["unbalanced-conditional", preprocessed.unbalanced],
      ["unbalanced-braces", unbalanced]
    ]);
  }
  path;
  text;
  lines;
  /** The text without comments and literal contents. */
  lexical;
  /** The same without directives and hidden preprocessor branches. */
  code;
  comments;
  conditionals;
  /** Macro definitions. */
  defines;
  functions;
  defect;
  #parsed = /* @__PURE__ */ new Map();
  /** The definitions of a function: more than one where preprocessor branches or a bad merge double it. */
  definitions(name) {
    return this.functions.filter((span) => span.name === name);
  }
  /** Parses one function; a blemish says where the grammar gave up. */
  parse(span) {
    const known2 = this.#parsed.get(span);
    if (known2) return known2;
    const result = this.#parse(span);
    this.#parsed.set(span, result);
    return result;
  }
  #parse(span) {
    const { root, error } = parseC(maskGrammar(this.code.slice(span.start, span.end)), span.start);
    const definition = root.children.find((child) => child.type === "function_definition");
    const bodyNode = definition && childIn(definition, "body");
    if (error !== void 0 || !bodyNode || root.children.length !== 1) {
      return { function: span.name, offset: error ?? span.start };
    }
    return { ...span, file: this, bodyNode };
  }
  /** The original text of a range. */
  slice(range) {
    return this.text.slice(range.start, range.end);
  }
  lineOf(offset) {
    return this.lines.numberAt(offset);
  }
  /** The preprocessor conditional around an offset, include guards apart. */
  conditionalAt(offset) {
    return conditionalAt(this.conditionals, offset);
  }
  /** The function that an offset lies in. */
  functionAt(offset) {
    return this.functions.find((span) => span.start <= offset && offset < span.end);
  }
};
function isParsed(result) {
  return "bodyNode" in result;
}
function byteDefect(text) {
  if (text.length === 0) return { kind: "empty", offset: 0 };
  const nul = text.indexOf("\0");
  if (nul >= 0) return { kind: "nul-byte", offset: nul };
  const long = longLine(text);
  if (long !== void 0) return { kind: "long-line", offset: long };
  const marked = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].some((marker) => text.includes(marker));
  const conflict = marked ? CONFLICT_MARKER.exec(text) : void 0;
  return conflict ? { kind: "conflict-marker", offset: conflict.index } : void 0;
}
function longLine(text) {
  let start = 0;
  while (text.length - start > LONGEST_LINE) {
    const feed = text.lastIndexOf("\n", start + LONGEST_LINE);
    if (feed < start) return start;
    start = feed + 1;
  }
  return void 0;
}
function firstDefect(candidates2) {
  for (const [kind, offset] of candidates2) if (offset !== void 0) return { kind, offset };
  return void 0;
}

// src/flow/program.ts
var Program = class {
  #files;
  #mentions = /* @__PURE__ */ new Map();
  #names;
  constructor(files) {
    this.#files = files;
    this.#names = new Set(files.flatMap((file) => file.functions.map(({ name }) => name)));
  }
  /** Whether a function is defined here. */
  defines(name) {
    return this.#names.has(name);
  }
  /** The definition of a function; of several the first. Undefined where there is none or it does not parse. */
  open(name) {
    if (!this.defines(name)) return void 0;
    for (const file of this.#files) {
      const [span] = file.definitions(name);
      const fn = span && file.parse(span);
      if (fn) return isParsed(fn) ? fn : void 0;
    }
    return void 0;
  }
  /** The words in a function's body, comments and literals apart; parses nothing. */
  words(name) {
    let words2 = this.#mentions.get(name);
    if (!words2) {
      words2 = new Set(
        this.#files.flatMap(
          (file) => file.definitions(name).flatMap(({ body, end }) => file.code.slice(body, end).match(/[A-Za-z_]\w*/g) ?? [])
        )
      );
      this.#mentions.set(name, words2);
    }
    return words2;
  }
  /** The functions that are called or named in a function, and are defined here. */
  uses(name) {
    return [...this.words(name)].filter((word) => word !== name && this.defines(word));
  }
  /** Whether a function reads or writes one of the fields; parses nothing. */
  touchesField(name, fields2) {
    const field = new RegExp(`(?:->|\\.)\\s*(?:${[...fields2].join("|")})\\b`);
    return this.#files.some(
      (file) => file.definitions(name).some(({ body, end }) => field.test(file.code.slice(body, end)))
    );
  }
  /** A function and all that it uses, directly or through others. */
  reach(entries, borders = []) {
    const seen = /* @__PURE__ */ new Set();
    const pending = entries.filter((name) => this.defines(name));
    for (let name = pending.pop(); name !== void 0; name = pending.pop()) {
      if (seen.has(name) || borders.includes(name)) continue;
      seen.add(name);
      pending.push(...this.uses(name));
    }
    return seen;
  }
};

// src/csource/locate.ts
function calledName(fn, call) {
  const callee = childIn(call, "function");
  return callee?.type === "identifier" ? fn.file.slice(callee) : void 0;
}
function callsTo(fn, names, within = fn.bodyNode) {
  return ofType(within, "call_expression").filter((call) => {
    const name = calledName(fn, call);
    return name !== void 0 && names.includes(name);
  });
}
function calledNames(fn) {
  const names = /* @__PURE__ */ new Set();
  for (const call of ofType(fn.bodyNode, "call_expression")) {
    const name = calledName(fn, call);
    if (name) names.add(name);
  }
  return names;
}
function memberCallsTo(fn, members, within = fn.bodyNode) {
  return ofType(within, "call_expression").filter((call) => {
    const callee = childIn(call, "function");
    const member = callee?.type === "field_expression" ? childIn(callee, "field") : void 0;
    return member !== void 0 && members.includes(fn.file.slice(member));
  });
}
function argumentsOf(call) {
  return childIn(call, "arguments")?.children ?? [];
}
function stringArgument(fn, call, index) {
  const argument = argumentsOf(call)[index];
  if (argument?.type !== "string_literal") return void 0;
  return fn.file.slice(argument).slice(1, -1);
}
function assignmentsTo(fn, target, within = fn.bodyNode) {
  const { file } = fn;
  return ofType(within, "assignment_expression").filter((assignment) => {
    const left = childIn(assignment, "left");
    const right = childIn(assignment, "right");
    if (!left || !right) return false;
    if (file.code.slice(left.end, right.start).trim() !== "=") return false;
    return storesInto(fn, left, target);
  });
}
function storesInto(fn, left, target) {
  const { file } = fn;
  switch (target.kind) {
    case "field": {
      const field = left.type === "field_expression" ? childIn(left, "field") : void 0;
      return field !== void 0 && file.slice(field) === target.name;
    }
    case "pointer": {
      const pointed = left.type === "pointer_expression" ? childIn(left, "argument") : void 0;
      return pointed !== void 0 && file.code.charAt(left.start) === "*" && file.slice(pointed) === target.name;
    }
    case "variable":
      return left.type === "identifier" && file.slice(left) === target.name;
  }
}
function assignedText(fn, assignment) {
  const right = childIn(assignment, "right");
  return right ? fn.file.slice(right).trim() : "";
}
function returnsOf(fn, text, within = fn.bodyNode) {
  return ofType(within, "return_statement").filter((statement) => {
    const value = statement.children[0];
    return value !== void 0 && fn.file.slice(value).trim() === text;
  });
}
var LOOPS = /* @__PURE__ */ new Set(["while_statement", "for_statement", "do_statement"]);
function isLoop(fn, node) {
  return LOOPS.has(node.type) && !fn.file.code.startsWith("WITH_", node.start);
}
function loopsCallingMember(fn, members) {
  const loops = /* @__PURE__ */ new Set();
  for (const call of memberCallsTo(fn, members)) {
    let outermost;
    for (let at = call.parent; at; at = at.parent) if (isLoop(fn, at)) outermost = at;
    if (outermost) loops.add(outermost);
  }
  return [...loops];
}
function declares(fn, name) {
  const signature = fn.file.code.slice(fn.start, fn.body);
  if (new RegExp(`\\b${name}\\b`).test(signature)) return true;
  for (const node of descendants(fn.bodyNode)) {
    if (node.type === "identifier" && node.field === "declarator" && fn.file.slice(node) === name)
      return true;
    if (node.type === "identifier" && node.parent?.type === "declaration" && fn.file.slice(node) === name)
      return true;
  }
  return false;
}
function mentions(fn, name) {
  const body = fn.file.code.slice(fn.body, fn.end);
  return body.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0;
}
function conditionText(fn, statement) {
  const condition = childIn(statement, "condition");
  if (!condition) return "";
  const text = fn.file.code.slice(condition.start, condition.end).replace(/\s+/g, " ").trim();
  return text.startsWith("(") && text.endsWith(")") ? text.slice(1, -1).trim() : text;
}

// src/csource/statements.ts
var STATEMENTS = /* @__PURE__ */ new Set([
  "declaration",
  "expression_statement",
  "if_statement",
  "while_statement",
  "for_statement",
  "do_statement",
  "return_statement",
  "goto_statement",
  "break_statement",
  "continue_statement",
  "switch_statement",
  "labeled_statement",
  "compound_statement",
  "case_statement",
  "type_definition",
  "attributed_statement"
]);
function isStatement(node) {
  return STATEMENTS.has(node.type);
}
function statementList(file, block) {
  const entries = [];
  const add = (node) => {
    if (node.type !== "labeled_statement") {
      entries.push({ node, kind: "statement", start: node.start, end: node.end });
      return;
    }
    const label = childIn(node, "label");
    const colon = file.code.indexOf(":", label?.end ?? node.start);
    entries.push({ node, kind: "label", start: node.start, end: colon + 1 });
    for (const child of node.children) if (child !== label) add(child);
  };
  for (const child of block.children) if (isStatement(child)) add(child);
  const isCase = block.type === "case_statement";
  const value = childIn(block, "value");
  const start = isCase ? file.code.indexOf(":", value?.end ?? block.start) + 1 : block.start + 1;
  return { node: block, entries, start, end: isCase ? block.end : block.end - 1 };
}
function statementOf(node) {
  let at = node;
  while (at && !isStatement(at)) at = at.parent;
  return at;
}
function listOf(statement) {
  let at = statement.parent;
  while (at?.type === "labeled_statement") at = at.parent;
  return at?.type === "compound_statement" || at?.type === "case_statement" ? at : void 0;
}
function entryIn(block, node) {
  let at = node;
  while (at && !(isStatement(at) && at.type !== "labeled_statement" && listOf(at) === block)) at = at.parent;
  return at;
}

// src/flow/place-of.ts
function placeOf(fn, expression, effects) {
  const { file } = fn;
  switch (expression.type) {
    case "identifier": {
      const name = file.slice(expression);
      return isConstant(name) ? void 0 : name;
    }
    case "field_expression": {
      const field = childIn(expression, "field");
      return field && `.${file.slice(field)}`;
    }
    case "parenthesized_expression": {
      const [inner] = expression.children;
      return inner && placeOf(fn, inner, effects);
    }
    case "pointer_expression": {
      const pointed = childIn(expression, "argument");
      const isRead = file.code.charAt(expression.start) === "*";
      return isRead && pointed?.type === "identifier" ? `*${file.slice(pointed)}` : void 0;
    }
    case "call_expression": {
      const name = calledName(fn, expression) ?? "";
      if (effects.read.includes(name)) return pointee(fn, argumentsOf(expression)[0], effects);
      if (effects.sticky.includes(name)) return STREAM_ERROR;
      return effects.steady.includes(name) ? `${name}()` : void 0;
    }
    default:
      return void 0;
  }
}
function pointee(fn, argument, effects) {
  if (argument?.type === "identifier") return `*${fn.file.slice(argument)}`;
  if (argument?.type !== "pointer_expression" || fn.file.code.charAt(argument.start) !== "&") return void 0;
  const pointed = childIn(argument, "argument");
  return pointed && placeOf(fn, pointed, effects);
}
var STREAM_ERROR = "stream error()";
function isConstant(name) {
  return /^[A-Z][A-Z0-9_]*$/.test(name);
}

// src/flow/relevance.ts
var TESTS = /* @__PURE__ */ new Set(["if_statement", "while_statement", "for_statement", "do_statement", "switch_statement"]);
var Relevance = class {
  constructor(program, effects, entries) {
    this.program = program;
    this.effects = effects;
    const reached = program.reach(entries, [...effects.borders, ...effects.waits]);
    const fields2 = /* @__PURE__ */ new Set([effects.stateField, ...effects.fields]);
    const fires = (name) => program.words(name).has(effects.checkpoint);
    const acts = (name) => [...effects.stateSetters, ...effects.marks].some((word) => program.words(name).has(word)) || program.touchesField(name, fields2);
    this.firing = withUsers(program, reached, fires);
    this.functions = withUsers(program, reached, (name) => fires(name) || acts(name));
    this.fields = new Set([effects.stateField, ...effects.fields].map((name) => `.${name}`));
  }
  program;
  effects;
  functions;
  /** Those of them on the way to a checkpoint. */
  firing;
  /** Fields, as places, whose value matters anywhere. */
  fields;
  #slices = /* @__PURE__ */ new Map();
  #shared = /* @__PURE__ */ new Map();
  /** Undefined for a function that does not parse. */
  slice(name) {
    const known2 = this.#slices.get(name);
    if (known2) return known2;
    const fn = this.program.open(name);
    if (!fn) return void 0;
    const slice = new Slicer(fn, this.effects, this.functions, this.fields).slice();
    this.#slices.set(name, slice);
    return slice;
  }
  /** The fields and answers that a function, or what it calls or defers, may read or change. */
  sharedPlaces(name) {
    let places = this.#shared.get(name);
    if (!places) {
      const { stateField, fields: fields2, steady, sticky, raise } = this.effects;
      const reached = [...this.program.reach([name], this.effects.borders)];
      const uses = (word) => reached.some((one) => this.program.words(one).has(word));
      places = /* @__PURE__ */ new Set([
        `.${stateField}`,
        ...fields2.filter(uses).map((field) => `.${field}`),
        ...steady.filter(uses).map((answer) => `${answer}()`),
        ...[...sticky, ...raise].some(uses) ? [STREAM_ERROR] : []
      ]);
      this.#shared.set(name, places);
    }
    return places;
  }
  /** Whether a place of a function has to be followed. */
  follows(name, place) {
    if (place.endsWith("()")) return true;
    return place.startsWith(".") ? this.fields.has(place) : this.slice(name)?.places.has(place) ?? false;
  }
};
function withUsers(program, reached, isOne) {
  const users = /* @__PURE__ */ new Map();
  for (const name of reached)
    for (const used of program.uses(name)) users.set(used, [...users.get(used) ?? [], name]);
  const found = /* @__PURE__ */ new Set();
  const pending = [...reached].filter(isOne);
  for (let name = pending.pop(); name !== void 0; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    pending.push(...users.get(name) ?? []);
  }
  return found;
}
var Slicer = class {
  constructor(fn, effects, functions, fields2) {
    this.fn = fn;
    this.effects = effects;
    this.functions = functions;
    this.fields = fields2;
  }
  fn;
  effects;
  functions;
  fields;
  #tests = /* @__PURE__ */ new Set();
  #places = /* @__PURE__ */ new Set();
  slice() {
    const nodes = [...descendants(this.fn.bodyNode)];
    for (const node of nodes) {
      if (node.type === "call_expression" && this.#hasEffect(node))
        for (const argument of argumentsOf(node)) {
          this.#readIn(argument);
          if (argument.type === "identifier") this.#places.add(`*${this.fn.file.slice(argument)}`);
        }
      if (node.type === "return_statement") this.#readIn(node);
    }
    for (let before = -1; before !== this.#size; ) {
      before = this.#size;
      for (const node of nodes) {
        if (TESTS.has(node.type) && !this.#tests.has(node) && this.#matters(node)) {
          this.#tests.add(node);
          const condition = childIn(node, "condition");
          if (condition) this.#readIn(condition);
        }
        const stored = this.#storedIn(node);
        if (stored) this.#readIn(stored);
      }
    }
    return { tests: this.#tests, places: this.#places, statements: this.#statements(nodes) };
  }
  #statements(nodes) {
    const found = /* @__PURE__ */ new Set();
    for (const node of nodes) {
      if (!this.#acts(node)) continue;
      const statement = statementOf(node);
      if (statement) found.add(statement);
    }
    return found;
  }
  #acts(node) {
    if (node.type === "return_statement") return true;
    if (node.type === "call_expression") {
      const name = calledName(this.fn, node) ?? "";
      const { raise, write } = this.effects;
      if (this.#hasEffect(node) || raise.includes(name) || write.includes(name)) return true;
      return argumentsOf(node).some((argument) => {
        const place = argument.type === "pointer_expression" && pointee(this.fn, argument, this.effects);
        return place && this.#follows(place);
      });
    }
    const target = this.#target(node);
    if (target === void 0) return false;
    if (this.#follows(target)) return true;
    const stored = childIn(node, "right") ?? childIn(node, "value");
    return stored !== void 0 && this.#namesFunction(stored);
  }
  #namesFunction(expression) {
    for (const node of descendants(expression))
      if (node.type === "identifier" && node.field !== "function" && this.functions.has(this.fn.file.slice(node))) return true;
    return false;
  }
  get #size() {
    return this.#tests.size + this.#places.size;
  }
  #hasEffect(call) {
    const name = calledName(this.fn, call) ?? "";
    const { checkpoint: checkpoint2, stateSetters, defer, marks, waits } = this.effects;
    return name === checkpoint2 || this.functions.has(name) || [stateSetters, defer, marks, waits].some((names) => names.includes(name));
  }
  /** What is stored into a place that matters. */
  #storedIn(node) {
    const target = this.#target(node);
    return target !== void 0 && this.#follows(target) ? childIn(node, "right") ?? childIn(node, "value") : void 0;
  }
  #target(node) {
    const left = node.type === "assignment_expression" ? childIn(node, "left") : node.type === "init_declarator" ? childIn(node, "declarator") : node.type === "update_expression" ? childIn(node, "argument") : void 0;
    return left && placeOf(this.fn, left, this.effects);
  }
  #follows(place) {
    return place.startsWith(".") ? this.fields.has(place) : this.#places.has(place);
  }
  /** Whether something of weight is under a test, or its condition does something. */
  #matters(test) {
    if (isLoop(this.fn, test) && /^(?:while|for) ?\(\s*(?:true|1|;;)\s*\)/.test(this.fn.file.code.slice(test.start, test.start + 24)))
      return true;
    const weighs = (node, breakable) => {
      if (node.type === "return_statement" || node.type === "goto_statement" || node.type === "labeled_statement") return true;
      if (!breakable && (node.type === "break_statement" || node.type === "continue_statement")) return true;
      if (node.type === "call_expression" && this.#hasEffect(node)) return true;
      const target = this.#target(node);
      if (target !== void 0 && this.#follows(target)) return true;
      const inner = breakable || node !== test && TESTS.has(node.type) && node.type !== "if_statement";
      return node.children.some((child) => weighs(child, inner));
    };
    return weighs(test, test.type !== "if_statement");
  }
  #readIn(expression) {
    for (const node of descendants(expression)) {
      const place = placeOf(this.fn, node, this.effects) ?? pointee(this.fn, node, this.effects);
      if (place !== void 0 && !place.endsWith("()") && !place.startsWith(".")) this.#places.add(place);
    }
  }
};

// src/csource/control-flow.ts
var NEVER_RETURN = ["exit", "abort", "_exit", "g_abort", "g_assert_not_reached", "qemu_build_not_reached"];
var EXIT = 1;
var known = /* @__PURE__ */ new WeakMap();
function controlFlow(fn) {
  let flow = known.get(fn);
  if (!flow) {
    flow = buildFlow(fn);
    known.set(fn, flow);
  }
  return flow;
}
function buildFlow(fn) {
  const nodes = [
    { id: 0, kind: "entry", syntax: fn.bodyNode, successors: [] },
    { id: EXIT, kind: "exit", syntax: fn.bodyNode, successors: [] }
  ];
  const labels = /* @__PURE__ */ new Map();
  const gotos = [];
  const create = (kind, syntax) => {
    const node = { id: nodes.length, kind, syntax, successors: [] };
    nodes.push(node);
    return node;
  };
  const link = (from, to, when = "always", value) => {
    from.successors.push({ to, when, value, back: false });
  };
  const buildAll = (statements, next, targets) => statements.reduceRight((after, statement) => build(statement, after, targets), next);
  const build = (statement, next, targets) => {
    switch (statement.type) {
      case "compound_statement":
        return buildAll(statement.children.filter(isStatement), next, targets);
      case "labeled_statement": {
        const label = childIn(statement, "label");
        const inner = statement.children.filter(isStatement);
        const at = create("statement", statement);
        link(at, buildAll(inner, next, targets));
        if (label) labels.set(fn.file.slice(label), at.id);
        return at.id;
      }
      case "if_statement": {
        const test = create("test", statement);
        const consequence = childIn(statement, "consequence");
        const otherwise = childIn(statement, "alternative")?.children.find(isStatement);
        link(test, consequence ? build(consequence, next, targets) : next, "true");
        link(test, otherwise ? build(otherwise, next, targets) : next, "false");
        return test.id;
      }
      case "while_statement":
      case "for_statement":
      case "do_statement": {
        const body = childIn(statement, "body");
        if (!isLoop(fn, statement))
          return body ? build(body, next, { onBreak: next, onContinue: next }) : next;
        const test = create("test", statement);
        const inner = body ? build(body, test.id, { onBreak: next, onContinue: test.id }) : test.id;
        link(test, inner, "true");
        if (!runsForever(fn, statement)) link(test, next, "false");
        return statement.type === "do_statement" ? inner : test.id;
      }
      case "switch_statement": {
        const test = create("test", statement);
        const cases = (childIn(statement, "body")?.children ?? []).filter((c) => c.type === "case_statement");
        let after = next;
        for (const one of [...cases].reverse()) {
          const inner = one.children.filter((child) => isStatement(child) && child.field !== "value");
          after = buildAll(inner, after, { onBreak: next, onContinue: targets.onContinue });
          link(test, after, "case", childIn(one, "value"));
        }
        if (!cases.some((one) => !childIn(one, "value"))) link(test, next, "false");
        return test.id;
      }
      default:
        return buildSimple(statement, next, targets);
    }
  };
  const buildSimple = (statement, next, targets) => {
    const node = create("statement", statement);
    if (statement.type === "return_statement") link(node, EXIT);
    else if (statement.type === "break_statement") link(node, targets.onBreak);
    else if (statement.type === "continue_statement") link(node, targets.onContinue);
    else if (statement.type === "goto_statement") {
      const label = childIn(statement, "label");
      if (label) gotos.push({ from: node, label: fn.file.slice(label) });
    } else if (callsTo(fn, NEVER_RETURN, statement).length === 0) link(node, next);
    return node.id;
  };
  const entry = nodes[0];
  const first = build(fn.bodyNode, EXIT, { onBreak: EXIT, onContinue: EXIT });
  if (entry) link(entry, first);
  for (const { from, label } of gotos) {
    const to = labels.get(label);
    if (to !== void 0) link(from, to);
  }
  markBackEdges(nodes);
  return { function: fn, nodes };
}
function runsForever(fn, loop) {
  const condition = childIn(loop, "condition");
  if (!condition) return loop.type === "for_statement";
  return /^\(?\s*(?:true|1)\s*\)?$/.test(fn.file.slice(condition));
}
function markBackEdges(nodes) {
  const state = /* @__PURE__ */ new Map([[0, "open"]]);
  const path = nodes.slice(0, 1).map((node) => ({ node, next: 0 }));
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const edge = top.node.successors[top.next++];
    if (!edge) {
      state.set(top.node.id, "done");
      path.pop();
      continue;
    }
    const to = nodes[edge.to];
    if (state.get(edge.to) === "open") edge.back = true;
    else if (to && !state.has(edge.to)) {
      state.set(edge.to, "open");
      path.push({ node: to, next: 0 });
    }
  }
}
function reachableFrom(flow, id, through) {
  const seen = /* @__PURE__ */ new Set();
  const pending = [id];
  const follow = (edge) => {
    if (!seen.has(edge.to)) {
      seen.add(edge.to);
      pending.push(edge.to);
    }
  };
  for (let at = pending.pop(); at !== void 0; at = pending.pop()) {
    for (const edge of flow.nodes[at]?.successors ?? []) {
      if (through === "all-edges" || !edge.back) follow(edge);
      else for (const exit of exitsOf(flow, edge.to)) follow(exit);
    }
  }
  return seen;
}
function exitsOf(flow, loop) {
  const test = flow.nodes[loop];
  return test?.kind === "test" ? test.successors.filter((edge) => edge.when === "false" && !edge.back) : [];
}
function flowNodeAt(flow, offset) {
  let found;
  for (const node of flow.nodes) {
    if (node.kind === "entry" || node.kind === "exit") continue;
    if (node.syntax.start > offset || offset >= node.syntax.end) continue;
    if (!found || node.syntax.end - node.syntax.start <= found.syntax.end - found.syntax.start) found = node;
  }
  return found;
}

// src/flow/liveness.ts
function wordsReadFrom(fn, flow, slice) {
  const own = flow.nodes.map((node) => readsAndStores(fn, node, slice));
  const live = flow.nodes.map(() => /* @__PURE__ */ new Set());
  for (let changed = true; changed; ) {
    changed = false;
    for (let id = 0; id < flow.nodes.length; id++) {
      const [node, set, words2] = [flow.nodes[id], live[id], own[id]];
      if (!node || !set || !words2) continue;
      const before = set.size;
      for (const word of words2.reads) set.add(word);
      for (const { to } of node.successors)
        for (const word of live[to] ?? []) if (!words2.stores.has(word)) set.add(word);
      changed ||= set.size !== before;
    }
  }
  return live;
}
var NONE = { reads: /* @__PURE__ */ new Set(), stores: /* @__PURE__ */ new Set() };
function readsAndStores(fn, { kind, syntax }, slice) {
  if (kind === "entry" || kind === "exit" || syntax.type === "labeled_statement") return NONE;
  if (kind === "test") {
    const condition = slice.tests.has(syntax) ? childIn(syntax, "condition") : void 0;
    return { reads: new Set(condition ? words(fn, condition) : []), stores: /* @__PURE__ */ new Set() };
  }
  const [expression] = syntax.children;
  if (!slice.statements.has(syntax)) return NONE;
  const stored = syntax.type === "expression_statement" && expression ? plainTarget(fn, expression) : void 0;
  if (!stored) return { reads: new Set(words(fn, syntax)), stores: /* @__PURE__ */ new Set() };
  const right = expression && childIn(expression, "right");
  const reads = new Set(right ? words(fn, right) : []);
  return { reads, stores: new Set(reads.has(stored) ? [] : [stored]) };
}
function plainTarget(fn, expression) {
  const left = expression.type === "assignment_expression" ? childIn(expression, "left") : void 0;
  const right = childIn(expression, "right");
  if (left?.type !== "identifier" || !right) return void 0;
  return fn.file.code.slice(left.end, right.start).trim() === "=" ? fn.file.slice(left) : void 0;
}
function words(fn, node) {
  const found = [];
  for (const word of ofType(node, "identifier")) found.push(fn.file.slice(word));
  return found;
}

// src/flow/value.ts
var NEGATIVE = 1;
var ZERO = 2;
var POSITIVE = 4;
var ANY_SIGN = NEGATIVE | ZERO | POSITIVE;
var UNKNOWN = { signs: ANY_SIGN };
var FALSE = { signs: ZERO, is: "0" };
var TRUE = { signs: POSITIVE, is: "1" };
function constant(text) {
  if (/^0[xX]?0*[uUlL]*$/.test(text)) return FALSE;
  const number = Number(text.replace(/[uUlL]+$/, ""));
  if (!Number.isNaN(number)) return { signs: number < 0 ? NEGATIVE : POSITIVE, is: String(number) };
  return { signs: /^E[A-Z0-9]+$/.test(text) ? POSITIVE : ZERO | POSITIVE, is: text };
}
function negated({ signs, is }) {
  const turned = signs & ZERO | (signs & NEGATIVE ? POSITIVE : 0) | (signs & POSITIVE ? NEGATIVE : 0);
  if (signs === ZERO) return FALSE;
  return is === void 0 ? { signs: turned } : { signs: turned, is: is.startsWith("-") ? is.slice(1) : `-${is}` };
}
function truthOf({ signs }) {
  if (signs === ZERO) return false;
  return (signs & ZERO) === 0 ? true : void 0;
}
function equal(a, b) {
  if (a.is !== void 0 && b.is !== void 0) return a.is === b.is;
  if ((a.signs & b.signs) === 0) return false;
  if (b.is !== void 0 && a.isnt?.includes(b.is)) return false;
  if (a.is !== void 0 && b.isnt?.includes(a.is)) return false;
  return void 0;
}
var SIGNS_BY_OPERATOR = {
  "<": NEGATIVE,
  "<=": NEGATIVE | ZERO,
  ">": POSITIVE,
  ">=": ZERO | POSITIVE,
  "==": ZERO,
  "!=": NEGATIVE | POSITIVE
};
function comparedWithZero(value, operator, outcome) {
  const signs = SIGNS_BY_OPERATOR[operator] ?? ANY_SIGN;
  return withSigns(value, outcome ? signs : ANY_SIGN & ~signs);
}
function withSigns(value, signs) {
  const left = value.signs & signs;
  if (left === 0) return void 0;
  return left === ZERO ? FALSE : { ...value, signs: left };
}
function equalTo(value, other, outcome) {
  const known2 = equal(value, other);
  if (known2 !== void 0 && known2 !== outcome) return void 0;
  if (outcome) return other.is === void 0 ? value : other;
  if (other.is === void 0) return value;
  if (other.signs === ZERO) return withSigns(value, NEGATIVE | POSITIVE);
  return value.is === void 0 ? { ...value, isnt: [...value.isnt ?? [], other.is].sort() } : value;
}
function valueKey({ signs, is, isnt, function: fn }) {
  return `${signs}${is === void 0 ? "" : `=${is}`}${isnt ? `!${isnt.join("!")}` : ""}${fn ? `@${fn}` : ""}`;
}

// src/flow/run-state.ts
var MANY = 2;
var NOTHING = { known: /* @__PURE__ */ new Map(), happened: [], deferred: [], failed: false, over: false };
function valueIn(state, place) {
  return state.known.get(place) ?? UNKNOWN;
}
function withValue(state, place, value) {
  if (value === UNKNOWN && !state.known.has(place)) return state;
  const known2 = new Map(state.known);
  if (value.signs === UNKNOWN.signs && !value.is && !value.isnt && !value.function) known2.delete(place);
  else known2.set(place, value);
  return { ...state, known: known2 };
}
function withHappening(state, happening) {
  const same = state.happened.filter(({ kind, name }) => kind === happening.kind && name === happening.name);
  if (same.length >= (happening.kind === "mark" ? 1 : MANY)) return state;
  return { ...state, happened: [...state.happened, happening] };
}
function stateKey({ known: known2, happened, deferred, failed, over }) {
  return `${knownKey(known2)}|${happenedKey(happened)}|${deferred.join(",")}|${failed ? "failed" : ""}${over ? "over" : ""}`;
}
var knownKeys = /* @__PURE__ */ new WeakMap();
var happenedKeys = /* @__PURE__ */ new WeakMap();
function knownKey(known2) {
  let key = knownKeys.get(known2);
  if (key === void 0) {
    const values = [];
    for (const [place, value] of known2) values.push(`${place}:${valueKey(value)}`);
    key = values.sort().join(",");
    knownKeys.set(known2, key);
  }
  return key;
}
function happenedKey(happened) {
  let key = happenedKeys.get(happened);
  if (key === void 0) {
    key = happened.map(({ name, file, offset }) => `${name}@${file}@${offset}`).join(",");
    happenedKeys.set(happened, key);
  }
  return key;
}

// src/flow/run.ts
var Undecided = class extends Error {
  constructor(fn, why) {
    super(`${fn.name}: ${why}`);
    this.fn = fn;
    this.why = why;
  }
  fn;
  why;
};
var MOST_STATES = 5e3;
var DEEPEST_CALL = 60;
var RESULT = "return";
var Runner = class {
  constructor(relevance, assumptions) {
    this.relevance = relevance;
    this.assumptions = assumptions;
    this.#program = relevance.program;
    this.#effects = relevance.effects;
  }
  relevance;
  assumptions;
  #known = /* @__PURE__ */ new Map();
  #program;
  #effects;
  #depth = 0;
  /**
   * All ways in which a function, and what it defers, can run to its end.
   * @throws Undecided
   */
  run(name, from) {
    const ends = this.#call(name, from).map((state) => {
      const result = valueIn(state, RESULT);
      return { state: withValue(state, RESULT, UNKNOWN), result };
    });
    return ends.flatMap((end) => this.#runDeferred(end.state).map((state) => ({ state, result: end.result })));
  }
  #runDeferred(state) {
    const [first, ...rest] = state.deferred;
    if (first === void 0 || state.over) return [state];
    return this.#call(first, { ...NOTHING, known: fieldsOf(state), deferred: rest }).flatMap((end) => {
      const happened = end.happened.reduce(withHappening, state).happened;
      return this.#runDeferred({ ...end, known: fieldsOf(end), happened, failed: state.failed || end.failed });
    });
  }
  /** A function's ends from a state of fields and parameters, each with its result. What it cannot touch stays. */
  #call(name, from) {
    const fn = this.#program.open(name);
    if (!fn) return [from];
    const shared = this.relevance.sharedPlaces(name);
    const known2 = /* @__PURE__ */ new Map();
    const untouched = [];
    for (const [place, value] of from.known) {
      if (value.function !== void 0) known2.set(place, value);
      else if (!isShared(place)) {
        if (this.relevance.follows(name, place)) known2.set(place, value);
      } else if (shared.has(place)) known2.set(place, value);
      else untouched.push([place, value]);
    }
    const key = `${name}|${stateKey({ ...NOTHING, known: known2, deferred: from.deferred })}`;
    let ends = this.#known.get(key);
    if (!ends) {
      if (this.#depth >= DEEPEST_CALL) throw new Undecided(fn, "calls that go too deep");
      this.#depth += 1;
      try {
        ends = this.#runBody(fn, { ...NOTHING, known: known2, deferred: from.deferred });
      } finally {
        this.#depth -= 1;
      }
      this.#known.set(key, ends);
    }
    if (untouched.length === 0) return ends;
    return ends.map((end) => ({ ...end, known: new Map([...end.known, ...untouched]) }));
  }
  #runBody(fn, from) {
    const flow = controlFlow(fn);
    const { live, skip } = this.#path(fn, flow);
    const ends = /* @__PURE__ */ new Map();
    const seen = /* @__PURE__ */ new Set();
    const pending = [{ node: skip[0] ?? 0, state: from }];
    for (let at = pending.pop(); at; at = pending.pop()) {
      const node = flow.nodes[at.node];
      if (!node) continue;
      const key = `${at.node}|${stateKey(at.state)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > MOST_STATES) throw new Undecided(fn, "too many ways through it");
      if (node.kind === "exit" || at.state.over) {
        ends.set(stateKey(at.state), at.state);
        continue;
      }
      for (const next of this.#step(fn, node, at.state)) {
        const to = skip[next.node] ?? next.node;
        pending.push({ node: to, state: onlyRead(next.state, live[to]) });
      }
    }
    return [...ends.values()];
  }
  #path(fn, flow) {
    let way = ways.get(fn);
    const slice = this.relevance.slice(fn.name);
    if (slice && (!way || way.slice !== slice)) {
      way = { slice, live: wordsReadFrom(fn, flow, slice), skip: flow.nodes.map(({ id }) => nextThatMatters(flow, id, slice)) };
      ways.set(fn, way);
    }
    return way ?? { slice, live: [], skip: [] };
  }
  #step(fn, node, state) {
    if (node.kind === "test") return this.#test(fn, node, state);
    const states = node.kind === "statement" ? this.#statement(fn, node.syntax, state) : [state];
    return states.flatMap((after) => node.successors.map(({ to }) => ({ node: to, state: after })));
  }
  #test(fn, node, state) {
    const { syntax, successors } = node;
    const condition = childIn(syntax, "condition");
    if (syntax.type === "switch_statement") return this.#switch(fn, condition, successors, state);
    const judged = condition === void 0 ? [{ state, outcome: true }] : this.#isMacroLoop(fn, syntax) ? [true, false].map((outcome) => ({ state, outcome })) : this.#judge(fn, condition, state);
    return judged.flatMap(
      ({ state: after, outcome }) => successors.filter(({ when }) => when === (outcome ? "true" : "false")).map(({ to }) => ({ node: to, state: after }))
    );
  }
  /** `QTAILQ_FOREACH(…)`, whose text the parser took for `while`. */
  #isMacroLoop(fn, loop) {
    return loop.type === "while_statement" && !fn.file.code.startsWith("while", loop.start);
  }
  #switch(fn, condition, successors, state) {
    if (!condition) return [];
    const place = this.#placeIn(fn, condition);
    return this.#evaluate(fn, condition, state).flatMap(({ state: after, value }) => {
      const next = [];
      let rest = value;
      for (const { to, value: label } of successors) {
        if (!label || rest === void 0) continue;
        const is = equalTo(rest, this.#constantOf(fn, label), true);
        if (is) next.push({ node: to, state: place ? this.#set(fn, after, place, is) : after });
        rest = equalTo(rest, this.#constantOf(fn, label), false);
      }
      const other = successors.find(({ value: label }) => !label);
      if (rest && other) next.push({ node: other.to, state: place ? this.#set(fn, after, place, rest) : after });
      return next;
    });
  }
  #constantOf(fn, label) {
    return constant(fn.file.slice(label).trim());
  }
  #statement(fn, statement, state) {
    switch (statement.type) {
      case "return_statement": {
        const [value] = statement.children;
        if (!value) return [state];
        return this.#evaluate(fn, value, state).map((one) => withValue(one.state, RESULT, one.value));
      }
      case "declaration":
        return statement.children.filter(({ type }) => type === "init_declarator").reduce((states, declarator) => states.flatMap((one) => this.#initialise(fn, declarator, one)), [
          state
        ]);
      case "expression_statement": {
        const [expression] = statement.children;
        return expression ? this.#evaluate(fn, expression, state).map((one) => one.state) : [state];
      }
      default:
        return [state];
    }
  }
  #initialise(fn, declarator, state) {
    const name = childIn(declarator, "declarator");
    const value = childIn(declarator, "value");
    if (!name || !value) return [state];
    const place = name.type === "identifier" ? fn.file.slice(name) : void 0;
    return this.#evaluate(fn, value, state).map(
      (one) => place === void 0 ? one.state : this.#set(fn, one.state, place, one.value)
    );
  }
  #placeIn(fn, expression) {
    const place = placeOf(fn, expression, this.#effects);
    return place !== void 0 && this.relevance.follows(fn.name, place) ? place : void 0;
  }
  #set(fn, state, place, value) {
    if (value.function === void 0 && !this.relevance.follows(fn.name, place)) return state;
    if (place === STREAM_ERROR && (value.signs & ZERO) !== 0) return state;
    return withValue(state, place, value);
  }
  #evaluate(fn, expression, state) {
    const { file } = fn;
    switch (expression.type) {
      case "parenthesized_expression":
      case "cast_expression": {
        const inner = childIn(expression, "value") ?? expression.children.at(-1);
        return inner ? this.#evaluate(fn, inner, state) : [{ state, value: UNKNOWN }];
      }
      case "true":
        return [{ state, value: TRUE }];
      case "false":
      case "null":
        return [{ state, value: FALSE }];
      case "number_literal":
        return [{ state, value: constant(file.slice(expression)) }];
      case "identifier": {
        const name = file.slice(expression);
        if (isConstant(name)) return [{ state, value: name === "NULL" ? FALSE : constant(name) }];
        if (this.#program.defines(name)) return [{ state, value: { signs: POSITIVE, function: name } }];
        return [{ state, value: valueIn(state, name) }];
      }
      case "call_expression":
        return this.#callExpression(fn, expression, state);
      case "assignment_expression":
        return this.#assign(fn, expression, state);
      case "update_expression": {
        const target = childIn(expression, "argument");
        const place = target && this.#placeIn(fn, target);
        return [{ state: place ? this.#set(fn, state, place, UNKNOWN) : state, value: UNKNOWN }];
      }
      case "conditional_expression":
        return this.#conditional(fn, expression, state);
      case "comma_expression":
        return expression.children.reduce(
          (all, part) => all.flatMap((one) => this.#evaluate(fn, part, one.state)),
          [{ state, value: UNKNOWN }]
        );
      case "unary_expression": {
        const inner = childIn(expression, "argument");
        if (!inner) return [{ state, value: UNKNOWN }];
        if (file.code.charAt(expression.start) === "!") return this.#asNumber(this.#judge(fn, expression, state));
        const isMinus = file.code.charAt(expression.start) === "-";
        return this.#evaluate(fn, inner, state).map((one) => ({
          ...one,
          value: isMinus ? negated(one.value) : UNKNOWN
        }));
      }
      case "binary_expression":
        return this.#isTruth(fn, expression) ? this.#asNumber(this.#judge(fn, expression, state)) : this.#evaluateAll(fn, expression, state);
      default: {
        const place = placeOf(fn, expression, this.#effects);
        if (place !== void 0) return [{ state, value: valueIn(state, place) }];
        return this.#evaluateAll(fn, expression, state);
      }
    }
  }
  /** An expression whose value is not followed, though parts of it may do something. */
  #evaluateAll(fn, expression, state) {
    return expression.children.reduce(
      (states, part) => states.flatMap((one) => this.#evaluate(fn, part, one).map((valued) => valued.state)),
      [state]
    ).map((after) => ({ state: after, value: UNKNOWN }));
  }
  #asNumber(judged) {
    return judged.map(({ state, outcome }) => ({ state, value: outcome ? TRUE : FALSE }));
  }
  #operator(fn, expression) {
    const [left, right] = [childIn(expression, "left"), childIn(expression, "right")];
    return left && right ? fn.file.code.slice(left.end, right.start).trim() : "";
  }
  #isTruth(fn, expression) {
    return ["&&", "||", "==", "!=", "<", "<=", ">", ">="].includes(this.#operator(fn, expression));
  }
  #assign(fn, expression, state) {
    const [left, right] = [childIn(expression, "left"), childIn(expression, "right")];
    if (!left || !right) return [{ state, value: UNKNOWN }];
    const place = placeOf(fn, left, this.#effects);
    const isPlain = this.#operator(fn, expression) === "=";
    return this.#evaluate(fn, right, state).map((one) => {
      if (place === void 0) return one;
      const assumed = place.startsWith(".") ? this.assumptions.stored.get(place.slice(1)) : void 0;
      const unknown = one.value.signs === UNKNOWN.signs && one.value.is === void 0;
      const value = isPlain ? unknown ? assumed ?? one.value : one.value : UNKNOWN;
      return { state: this.#set(fn, one.state, place, value), value };
    });
  }
  #conditional(fn, expression, state) {
    const [condition, yes, no] = ["condition", "consequence", "alternative"].map((role) => childIn(expression, role));
    if (!condition || !no) return this.#evaluateAll(fn, expression, state);
    return this.#judge(fn, condition, state).flatMap((one) => {
      const arm = one.outcome ? yes ?? condition : no;
      return this.#evaluate(fn, arm, one.state);
    });
  }
  /** The outcomes that a condition can have, with what is known by each. */
  #judge(fn, condition, state) {
    if (condition.type === "parenthesized_expression") {
      const [inner] = condition.children;
      return inner ? this.#judge(fn, inner, state) : [true, false].map((outcome) => ({ state, outcome }));
    }
    if (condition.type === "unary_expression" && fn.file.code.charAt(condition.start) === "!") {
      const inner = childIn(condition, "argument");
      if (inner) return this.#judge(fn, inner, state).map((one) => ({ ...one, outcome: !one.outcome }));
    }
    if (condition.type === "binary_expression") {
      const [left, right] = [childIn(condition, "left"), childIn(condition, "right")];
      const operator = this.#operator(fn, condition);
      if (left && right && (operator === "&&" || operator === "||")) {
        return this.#judge(fn, left, state).flatMap(
          (one) => one.outcome === (operator === "&&") ? this.#judge(fn, right, one.state) : [one]
        );
      }
      if (left && right && this.#isTruth(fn, condition)) return this.#compare(fn, left, operator, right, state);
    }
    if (condition.type === "call_expression" && ["unlikely", "likely"].includes(calledName(fn, condition) ?? "")) {
      const [inner] = argumentsOf(condition);
      if (inner) return this.#judge(fn, inner, state);
    }
    const place = this.#placeIn(fn, condition);
    return this.#evaluate(fn, condition, state).flatMap(({ state: after, value }) => {
      const known2 = truthOf(value);
      if (known2 !== void 0) return [{ state: after, outcome: known2 }];
      return [true, false].flatMap((outcome) => {
        const left = withSigns(value, outcome ? NEGATIVE | POSITIVE : ZERO);
        if (!left) return [];
        return [{ state: place ? this.#set(fn, after, place, left) : after, outcome }];
      });
    });
  }
  #compare(fn, left, operator, right, state) {
    const place = this.#placeIn(fn, left);
    return this.#evaluate(fn, left, state).flatMap(
      (one) => this.#evaluate(fn, right, one.state).flatMap(
        (other) => [true, false].flatMap((outcome) => {
          const left2 = remaining(one.value, operator, other.value, outcome);
          if (left2 === void 0) return [];
          const after = place && left2 !== one.value ? this.#set(fn, other.state, place, left2) : other.state;
          return [{ state: after, outcome }];
        })
      )
    );
  }
  #callExpression(fn, call, state) {
    const name = calledName(fn, call);
    const callee = name === void 0 ? childIn(call, "function") : void 0;
    const before = callee ? this.#evaluate(fn, callee, state).map((one) => one.state) : [state];
    return before.flatMap((one) => this.#arguments(fn, call, one)).flatMap(({ state: after, values }) => this.#perform(fn, call, name ?? "", values, after));
  }
  #arguments(fn, call, state) {
    let all = [{ state, values: [] }];
    for (const argument of argumentsOf(call)) {
      all = all.flatMap(
        (one) => this.#evaluate(fn, argument, one.state).map((valued) => ({
          state: valued.state,
          values: [...one.values, valued.value]
        }))
      );
    }
    return all;
  }
  #perform(fn, call, name, values, state) {
    const effects = this.#effects;
    if (state.over) return [{ state, value: UNKNOWN }];
    const marked = effects.marks.includes(name) ? this.#happen(fn, call, "mark", name, state) : state;
    if (name === effects.checkpoint) {
      const checkpoint2 = stringArgument(fn, call, 0) ?? "";
      return [{ state: this.#happen(fn, call, "checkpoint", checkpoint2, marked), value: UNKNOWN }];
    }
    if (effects.raise.includes(name))
      return [{ state: withValue(marked, STREAM_ERROR, { signs: NEGATIVE | POSITIVE }), value: UNKNOWN }];
    if (effects.stateSetters.includes(name))
      return this.#setState(fn, call, values, marked).map((after2) => ({ state: after2, value: UNKNOWN }));
    if (effects.waits.includes(name)) return [{ state: { ...marked, over: true }, value: UNKNOWN }];
    const assumed = this.assumptions.answers.get(name);
    if (assumed) return [{ state: marked, value: assumed }];
    if (effects.read.includes(name)) {
      const place2 = pointee(fn, argumentsOf(call)[0], effects);
      return [{ state: marked, value: place2 === void 0 ? UNKNOWN : valueIn(marked, place2) }];
    }
    if (effects.write.includes(name)) {
      const place2 = pointee(fn, argumentsOf(call)[0], effects);
      const after2 = place2 === void 0 ? marked : this.#set(fn, marked, place2, values[1] ?? UNKNOWN);
      return [{ state: after2, value: UNKNOWN }];
    }
    const given = values.map((value) => value.function).find((one) => one !== void 0);
    if (effects.defer.includes(name)) {
      const isKnown = given !== void 0 && this.relevance.firing.has(given);
      return [{ state: isKnown ? { ...marked, deferred: [...marked.deferred, given] } : marked, value: UNKNOWN }];
    }
    if (this.relevance.functions.has(name)) return this.#interpret(fn, call, name, values, marked);
    const after = this.#forgetArguments(fn, call, marked);
    const place = this.#placeIn(fn, call);
    if (place !== void 0) return [{ state: after, value: valueIn(after, place) }];
    return [{ state: after, value: given === void 0 ? UNKNOWN : { signs: POSITIVE, function: given } }];
  }
  #happen(fn, at, kind, name, state) {
    const file = fn.file.path;
    const step = { file, function: fn.name, line: fn.file.lineOf(at.start) };
    return withHappening(state, { kind, name, file, offset: at.start, path: [step] });
  }
  /** `migrate_set_state(&s->state, old, new)`: only if the state is the old one. */
  #setState(fn, call, values, state) {
    const field = `.${this.#effects.stateField}`;
    const next = values.at(-1) ?? UNKNOWN;
    const old = values.length >= 3 ? values.at(-2) : void 0;
    const now = valueIn(state, field);
    const oldArgument = argumentsOf(call).at(-2);
    const isSame = oldArgument && placeOf(fn, oldArgument, this.#effects) === field;
    const matches = old === void 0 || isSame ? true : equal(now, old);
    const changed = matches === false ? [] : [withValue(state, field, next)];
    return matches === true ? changed : [...changed, state];
  }
  /** What an unknown function may have stored through pointers it was given. */
  #forgetArguments(fn, call, state) {
    return argumentsOf(call).reduce((after, argument) => {
      if (argument.type !== "pointer_expression") return after;
      const place = pointee(fn, argument, this.#effects);
      return place === void 0 || place.startsWith(".") ? after : withValue(after, place, UNKNOWN);
    }, state);
  }
  /** Runs a function of the program from its arguments, and takes over what it did. */
  #interpret(fn, call, name, values, state) {
    const callee = this.#program.open(name);
    if (!callee) throw new Undecided(fn, `the parser cannot read ${name}`);
    const parameters = parameterNames(callee);
    const given = argumentsOf(call);
    let inner = { ...NOTHING, known: fieldsOf(state), deferred: state.deferred };
    const back = [];
    for (const [index, parameter] of parameters.entries()) {
      inner = withValue(inner, parameter, values[index] ?? UNKNOWN);
      const place = pointee(fn, given[index], this.#effects);
      if (place === void 0) continue;
      inner = withValue(inner, `*${parameter}`, valueIn(state, place));
      back.push({ inner: `*${parameter}`, outer: place });
    }
    const step = { file: fn.file.path, function: fn.name, line: fn.file.lineOf(call.start) };
    return this.#call(name, inner).flatMap((end) => {
      const failed = state.failed || end.failed;
      let after = { ...end, known: localsOf(state), happened: state.happened, failed };
      for (const [place, value] of fieldsOf(end)) after = withValue(after, place, value);
      for (const { inner: from, outer } of back)
        if (!outer.startsWith(".")) after = this.#setOwn(fn, after, outer, valueIn(end, from));
      for (const one of end.happened) after = withHappening(after, { ...one, path: [step, ...one.path] });
      return this.#judgeStep(name, { state: after, value: valueIn(end, RESULT) });
    });
  }
  /** Parts the ends of a step in those where it worked and those where it did not. */
  #judgeStep(name, end) {
    const isAttempt = this.#effects.attempts.includes(name);
    if (end.state.over || !(isAttempt || this.#effects.steps.includes(name))) return [end];
    const [worked, not] = [withSigns(end.value, ZERO), withSigns(end.value, NEGATIVE | POSITIVE)];
    return [
      ...worked ? [{ state: end.state, value: worked }] : [],
      ...not ? [{ state: { ...end.state, failed: true, over: isAttempt }, value: not }] : []
    ];
  }
  #setOwn(fn, state, place, value) {
    return this.relevance.follows(fn.name, place) ? withValue(state, place, value) : state;
  }
};
function onlyRead(state, read2) {
  const isOver = (place) => /^\w+$/.test(place) && place !== RESULT && !read2?.has(place);
  if (![...state.known.keys()].some(isOver)) return state;
  return { ...state, known: new Map([...state.known].filter(([place]) => !isOver(place))) };
}
function fieldsOf({ known: known2 }) {
  return new Map([...known2].filter(([place]) => isShared(place)));
}
function localsOf({ known: known2 }) {
  return new Map([...known2].filter(([place]) => !isShared(place)));
}
function isShared(place) {
  return place.startsWith(".") || place.endsWith("()");
}
var PARAMETER = /(\w+)\s*(?:\[\s*\w*\s*\])?\s*$/;
function parameterNames(fn) {
  const signature = fn.file.code.slice(fn.start, fn.body);
  const open = signature.indexOf("(", signature.indexOf(fn.name));
  const list = signature.slice(open + 1, signature.lastIndexOf(")"));
  return list.split(",").map((one) => PARAMETER.exec(one.trim())?.[1] ?? "");
}
var ways = /* @__PURE__ */ new WeakMap();
function nextThatMatters(flow, from, slice) {
  let at = from;
  for (let steps = 0; steps < flow.nodes.length; steps++) {
    const node = flow.nodes[at];
    if (!node || node.kind === "exit") return at;
    if (node.kind === "test" ? slice.tests.has(node.syntax) : slice.statements.has(node.syntax)) return at;
    const next = node.successors.find(({ when }) => when === "false") ?? node.successors.at(-1);
    if (!next) return at;
    at = next.to;
  }
  return at;
}
function remaining(value, operator, other, outcome) {
  if (other.signs === ZERO) return comparedWithZero(value, operator, outcome);
  if (operator === "==") return equalTo(value, other, outcome);
  if (operator === "!=") return equalTo(value, other, !outcome);
  return value;
}

// src/csource/splice.ts
var OverlappingEdits = class extends Error {
};
function splice(text, edits) {
  const sorted = edits.map((edit, order) => ({ edit, order })).sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.order - b.order);
  const pieces = [];
  let done = 0;
  for (const { edit } of sorted) {
    if (edit.start < done || edit.end < edit.start || edit.end > text.length) {
      throw new OverlappingEdits(
        `edit [${edit.start}, ${edit.end}) overlaps one that ends at ${done} or leaves the text`
      );
    }
    pieces.push(text.slice(done, edit.start), edit.text);
    done = edit.end;
  }
  pieces.push(text.slice(done));
  return pieces.join("");
}
function offsetBefore(edits, offset) {
  let moved = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const start = edit.start + moved;
    if (offset < start) break;
    if (offset < start + edit.text.length) return edit.start;
    moved += edit.text.length - (edit.end - edit.start);
  }
  return offset - moved;
}

// src/trace-events/events-file.ts
var EVENT = /^(?:(?:disable|vcpu|tcg|tcg-trans|tcg-exec)\s+)*(\w+)\s*\(/;
var EventsFile = class {
  constructor(path, text) {
    this.path = path;
    this.text = text;
    this.lines = readLines(text);
  }
  path;
  text;
  lines;
  /** The lines that declare an event of exactly this name. */
  declarations(name) {
    return this.lines.filter((line) => line.event === name);
  }
  /** The line end used around an offset. */
  #ending(offset) {
    let feed = this.text.indexOf("\n", offset);
    if (feed < 0) feed = this.text.lastIndexOf("\n");
    return feed > 0 && this.text.charAt(feed - 1) === "\r" ? "\r\n" : "\n";
  }
  /** The edit that puts a line behind another. */
  insertAfter(line, text) {
    return { start: line.end, end: line.end, text: `${this.#ending(line.end)}${text}` };
  }
  /**
   * The edit that puts lines at the end of the file. A file without a final line end keeps having none.
   * @param lines what to append, without line ends
   */
  append(lines) {
    const end = this.text.length;
    const ending = this.#ending(end);
    const closed = this.text === "" || this.text.endsWith("\n");
    const block = lines.join(ending);
    return { start: end, end, text: closed ? `${block}${ending}` : `${ending}${block}` };
  }
  /** The edit that removes a line with its line end. */
  remove(line) {
    const feed = this.text.indexOf("\n", line.end);
    return feed >= 0 ? { start: line.start, end: feed + 1, text: "" } : this.removeFrom(line);
  }
  /** The edit that removes a line and all behind it: the inverse of `append`. */
  removeFrom(line) {
    const start = this.text.endsWith("\n") ? line.start : this.text.slice(0, line.start).replace(/\r?\n$/, "").length;
    return { start, end: this.text.length, text: "" };
  }
};
function readLines(text) {
  const lines = [];
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf("\n", start);
    const next = feed < 0 ? text.length : feed + 1;
    let end = feed < 0 ? text.length : feed;
    if (end > start && text.charAt(end - 1) === "\r") end--;
    const line = text.slice(start, end);
    lines.push({ start, end, text: line, event: EVENT.exec(line)?.[1] });
    start = next;
  }
  return lines;
}

// src/placement/sources.ts
var KEPT_FILES = 12;
var SourceCache = class {
  #files = /* @__PURE__ */ new Map();
  /** The file with this path and text, read now or before. */
  read(path, text) {
    const known2 = this.#files.get(text);
    this.#files.delete(text);
    const file = known2?.path === path ? known2 : new SourceFile(path, text);
    this.#files.set(text, file);
    const oldest = this.#files.keys().next();
    if (this.#files.size > KEPT_FILES && !oldest.done) this.#files.delete(oldest.value);
    return file;
  }
};
function readTexts(texts2, cache = new SourceCache()) {
  return {
    sources: {
      migration: cache.read(texts2.migration.path, texts2.migration.text),
      savevm: cache.read(texts2.savevm.path, texts2.savevm.text)
    },
    events: new EventsFile(texts2.events.path, texts2.events.text)
  };
}

// src/csource/gap.ts
function gapBeside(fn, statement, side, transparent) {
  const block = listOf(statement);
  if (!block) return void 0;
  const entries = statementList(fn.file, block).entries;
  const at = entries.findIndex((entry) => entry.node === statement && entry.kind === "statement");
  if (at < 0) return void 0;
  const opaque = (entry) => entry.kind === "label" || !transparent(entry.node);
  const before = entries.slice(0, at).reverse().find(opaque);
  const after = entries.slice(at + 1).find(opaque);
  const self = entries[at];
  if (transparent(statement)) return { function: fn, block, previous: before, next: after };
  return side === "before" ? { function: fn, block, previous: before, next: self } : { function: fn, block, previous: self, next: after };
}
function gapAtEnd(fn, block, transparent) {
  const entries = statementList(fn.file, block).entries;
  const previous = [...entries].reverse().find((entry) => entry.kind === "label" || !transparent(entry.node));
  return { function: fn, block, previous, next: void 0 };
}
function gapAfterDeclarations(fn, block, transparent) {
  const entries = statementList(fn.file, block).entries.filter(
    (entry) => entry.kind === "label" || !transparent(entry.node)
  );
  const first = entries.findIndex((entry) => entry.kind === "label" || entry.node.type !== "declaration");
  const at = first < 0 ? entries.length : first;
  return { function: fn, block, previous: entries[at - 1], next: entries[at] };
}
function sameGap(a, b) {
  return a.function.file === b.function.file && a.block.start === b.block.start && a.previous?.start === b.previous?.start && a.next?.start === b.next?.start;
}

// src/problem/placement-problems.ts
var placementProblems = {
  unplaced: (name, misses, place) => ({
    code: "unplaced",
    place,
    expected: `one safe place for ${name}`,
    found: `no safe place for ${name}${misses.length > 0 ? `: ${misses.join("; ")}` : ""}`,
    next: "look at the named function; if it is of QEMU 1.0 or later and right as it is, report the tree so that its shape can be added to the catalogue"
  }),
  helperBypassed: (helper, bypassing, place) => ({
    code: "helper-bypassed",
    place,
    expected: `${bypassing} to call ${helper}, as every path does once the helper exists`,
    found: `${helper} is defined, but ${bypassing} does not call it`,
    next: `finish the merge of the series that brought ${helper}: make ${bypassing} call it, or take the helper out`
  }),
  helperUndefined: (helper, place) => ({
    code: "helper-undefined",
    place,
    expected: `a definition of ${helper}`,
    found: `${helper} is called but not defined`,
    next: `finish the merge of the series that brought ${helper}`
  }),
  besideHelper: (helper, place) => ({
    code: helper === "migration_stop_vm" ? "stopped-twice" : "beside-helper",
    place,
    expected: `this to be left to ${helper}`,
    found: `the function has ${helper} for it and does it itself as well`,
    next: "take out one of the two; they are left from a merge"
  }),
  helperTwice: (helper, place) => ({
    code: "helper-twice",
    place,
    expected: `one call to ${helper} on a path`,
    found: `the function calls ${helper} more than once`,
    next: "take out the call that is one too many"
  }),
  doubled: (name, place) => ({
    code: "doubled",
    place,
    expected: `one call for ${name} here`,
    found: `a second call for ${name} at the same place`,
    next: "delete one of the two"
  }),
  misplaced: (name, where, place) => ({
    code: "misplaced",
    place,
    expected: `${name} ${where}`,
    found: `${name} is in the right function at the wrong moment`,
    next: "delete the call, then run the command again"
  }),
  wrongFunction: (name, functions, place) => ({
    code: "wrong-function",
    place,
    expected: functions.length > 0 ? `${name} in ${functions.join(" or ")}` : `no ${name} in this tree`,
    found: `${name} is in ${place.function ?? "no function"}`,
    next: "delete the call, then run the command again"
  }),
  unreachable: (name, place) => ({
    code: "unreachable",
    place,
    expected: `${name} where control can come`,
    found: `no path through ${place.function ?? "the function"} comes to ${name}`,
    next: "delete the call, then run the command again"
  }),
  hidden: (why, place) => ({
    code: "not-analysable",
    place,
    expected: "checkpoint calls as plain statements with a string, in functions, outside preprocessor branches",
    found: `a checkpoint call ${why}`,
    next: "delete the call or move it out, then run the command again"
  }),
  unknownCheckpoint: (name, nearest, place) => ({
    code: "unknown-checkpoint",
    place,
    expected: `one of the 14 names, such as ${nearest}`,
    found: `"${name}", which is none of them`,
    next: `write ${nearest}, or delete the call, then run the command again`
  }),
  olderCallMissing: (name, argument, place) => ({
    code: "older-call-missing",
    place,
    expected: `the older tracepoint\u2019s call "${argument}", which becomes ${name}`,
    found: "other calls of the older tracepoint, but not this one",
    next: "restore the missing call, or delete all calls of the older tracepoint and its event"
  }),
  noEvidence: (name, traces, place) => ({
    code: "unknown-generation",
    place,
    expected: `${traces.join(" or ")} beside the place for ${name}`,
    found: "neither the tracepoints of QEMU 2.5 to 6.2 nor those of 7.0 to 8.1",
    next: "restore the tracepoints that were taken out of this function; without them apply could not be reverted"
  }),
  notParsed: (place) => ({
    code: "not-analysable",
    place,
    expected: "a function that parses as C",
    found: "syntax that the parser cannot read",
    next: "mend the syntax there; if it compiles as it is, report it so that the construct can be taught to the parser"
  }),
  definedTwice: (name, place) => ({
    code: "defined-twice",
    place,
    expected: `one definition of ${name}`,
    found: `${name} is defined more than once`,
    next: "take out the definition that the build does not use"
  }),
  wrongOrder: (earlier, later, place) => ({
    code: "wrong-order",
    place,
    expected: `${earlier} before ${later}`,
    found: `control comes to ${later} without passing ${earlier} first, or in the other order`,
    next: "look at the order of the steps in this function; it is none that the catalogue knows"
  }),
  localTaken: (names, place) => ({
    code: "local-taken",
    place,
    expected: `one of the names ${names.join(", ")} to be free for the result of the call`,
    found: "all of them are in use in this function",
    next: "move the call out of the condition by hand, then run the command again"
  }),
  guardWithoutBraces: (place) => ({
    code: "guard-without-braces",
    place,
    expected: "braces around the body of the guard, for --fixes to put the call inside",
    found: "a body without braces",
    next: "put braces around it, or run apply without --fixes"
  }),
  crowdedLine: (place) => ({
    code: "crowded-line",
    place,
    expected: "statements on lines of their own",
    found: "several statements, or a statement and a brace, on one line",
    next: "break the line, then run the command again"
  }),
  includeUnused: (header, place) => ({
    code: "include-unused",
    place,
    expected: `tracepoints in use where "${header}" is included, or no include`,
    found: `"${header}" is included and nothing of it is used; a port could not be told from the original later`,
    next: "take the include line out; apply puts it back"
  }),
  includeMissing: (header, place) => ({
    code: "include-missing",
    place,
    expected: `#include "${header}" among the includes of a file that calls tracepoints, outside any #if`,
    found: `calls to tracepoints, but no such include; with it a revert could not give back the present file`,
    next: `put #include "${header}" behind the last include, then run the command again`
  }),
  noIncludes: (header, place) => ({
    code: "no-includes",
    place,
    expected: `#include lines to put #include "${header}" behind`,
    found: "none",
    next: "check that the file is whole"
  })
};

// src/placement/existing-calls.ts
function bareCall(fn, statement, callee) {
  if (statement.type !== "expression_statement") return void 0;
  const call = statement.children[0];
  return call?.type === "call_expression" && calledName(fn, call) === callee ? call : void 0;
}
function onlyStatement(statement) {
  if (statement.type !== "if_statement" || childIn(statement, "alternative")) return void 0;
  const body = childIn(statement, "consequence");
  if (body?.type !== "compound_statement") return void 0;
  const inner = body.children.filter(isStatement);
  return inner.length === 1 ? inner[0] : void 0;
}
function transparentCalls(fn, recipe) {
  const conditions = /* @__PURE__ */ new Set();
  for (const checkpoint2 of recipe.checkpoints)
    for (const slot2 of checkpoint2.slots)
      for (const { under } of slot2.placements) if (under) conditions.add(under.condition);
  return (statement) => {
    if (bareCall(fn, statement, recipe.call.function)) return true;
    const inner = onlyStatement(statement);
    return inner !== void 0 && bareCall(fn, inner, recipe.call.function) !== void 0 && conditions.has(conditionText(fn, statement));
  };
}
function findExistingCalls(file, recipe) {
  const calls = [];
  const hidden = [];
  const callee = recipe.call.function;
  if (!file.text.includes(callee)) return { calls, hidden };
  for (const match of file.lexical.matchAll(new RegExp(`\\b${callee}\\s*\\(`, "g"))) {
    const offset = match.index;
    const span = file.functionAt(offset);
    const conditional = file.conditionalAt(offset);
    const missed = (why) => {
      hidden.push({ file, offset, function: span?.name, why, directive: conditional?.directive });
    };
    if (conditional) {
      missed("preprocessor");
      continue;
    }
    if (!span) {
      missed("outside-function");
      continue;
    }
    const fn = file.parse(span);
    const call = isParsed(fn) ? callsTo(fn, [callee]).find((node) => node.start === offset) : void 0;
    if (!isParsed(fn) || !call) {
      missed("not-parsed");
      continue;
    }
    const name = stringArgument(fn, call, 0);
    if (name === void 0) missed("not-a-string");
    else calls.push(describe(fn, call, name, recipe));
  }
  return { calls, hidden };
}
function describe(fn, call, name, recipe) {
  const transparent = transparentCalls(fn, recipe);
  let statement = call.parent ?? call;
  let condition;
  const around = listOf(statement)?.parent;
  if (around && around.type === "if_statement" && onlyStatement(around) === statement && transparent(around)) {
    statement = around;
    condition = conditionText(fn, around);
  }
  const gap = transparent(statement) ? gapBeside(fn, statement, "after", transparent) : void 0;
  return { name, function: fn, call, statement, condition, gap };
}

// src/placement/find-anchor.ts
function locate(fn, anchor, topLevel, transparent) {
  if (anchor.kind === "declarations" || anchor.kind === "end") {
    const gap = anchor.kind === "end" ? gapAtEnd(fn, fn.bodyNode, transparent) : gapAfterDeclarations(fn, fn.bodyNode, transparent);
    const beside = (anchor.kind === "end" ? gap.previous : gap.next) ?? gap.previous ?? gap.next;
    if (!beside) return { reason: "has an empty body", at: fn.body };
    if (anchor.kind === "end" && beside.node.type === "return_statement") {
      return { reason: "ends with a return", at: beside.start };
    }
    return { anchor: fn.bodyNode, statement: beside.node };
  }
  if (anchor.kind === "call-in-each-arm") return locateInArms(fn, anchor.names);
  const { nodes, what } = candidates(fn, anchor);
  const atTop = topLevel ? nodes.filter((node) => isTopLevel(fn, node)) : nodes;
  const pick = anchor.kind === "call" ? anchor.pick : "only";
  const chosen = pick === "last" ? atTop.at(-1) : atTop[0];
  if (!chosen) {
    const nested2 = nodes[0];
    return nested2 ? { reason: `has its ${what} only inside another statement`, at: nested2.start } : { reason: `has no ${what}`, at: fn.start };
  }
  if (pick === "only" && atTop.length !== 1) {
    return {
      reason: `has ${atTop.length} places with a ${what}, expected one`,
      at: atTop[1]?.start ?? chosen.start
    };
  }
  const statement = statementOf(chosen);
  return statement ? { anchor: chosen, statement } : { reason: `has its ${what} outside any statement`, at: chosen.start };
}
function candidates(fn, anchor) {
  switch (anchor.kind) {
    case "call":
      return { nodes: callsTo(fn, anchor.names), what: `call to ${anchor.names.join(" or ")}` };
    case "store": {
      const { kind, name } = anchor.into;
      const stores = assignmentsTo(fn, anchor.into).filter(
        (store) => !(anchor.exceptZero && assignedText(fn, store) === "0")
      );
      const target = kind === "field" ? `\u2026->${name}` : kind === "pointer" ? `*${name}` : name;
      return { nodes: stores, what: `assignment to ${target}` };
    }
    case "loop":
      return {
        nodes: loopsCallingMember(fn, anchor.callingMember),
        what: `loop that calls ->${anchor.callingMember.join(" or ->")}`
      };
    case "return":
      return { nodes: returnsOf(fn, anchor.text), what: `return ${anchor.text}` };
  }
}
function isTopLevel(fn, node) {
  const statement = statementOf(node);
  return statement !== void 0 && listOf(statement) === fn.bodyNode;
}
function locateInArms(fn, names) {
  const calls = callsTo(fn, names);
  const [first, second] = calls;
  if (calls.length !== 2 || !first || !second) {
    return {
      reason: `has ${calls.length} calls to ${names.join(" or ")}, expected one in each arm`,
      at: fn.start
    };
  }
  for (const branch of ofType(fn.bodyNode, "if_statement")) {
    const yes = childIn(branch, "consequence");
    const no = childIn(branch, "alternative");
    if (yes && no && contains(yes, first) && contains(no, second))
      return { anchor: second, statement: branch };
  }
  return { reason: `calls ${names.join(" and ")}, but not in the two arms of one if`, at: second.start };
}

// src/placement/site-form.ts
function formOf(fn, placement, statement, anchor) {
  if (placement.under) {
    for (const name of placement.under.declares) {
      if (!declares(fn, name)) return { reason: `declares no ${name}` };
    }
  }
  const isCall = anchor.type === "call_expression";
  if (isCall && placement.side === "after") {
    const condition = childIn(statement, "condition");
    if (condition && contains(condition, anchor)) {
      if (statement.type !== "if_statement")
        return { reason: "the call is the condition of a loop or switch" };
      if (!placement.hoistInto) return { reason: "the call is a condition, and its result may not be moved" };
      if (!listOf(statement)) return { reason: "the call is the condition of an else-if" };
      return runsFirst(fn, condition, anchor) ? { form: "hoist" } : { reason: "the call is not the first thing its condition evaluates" };
    }
    if (statement.type === "return_statement") {
      if (!placement.hoistInto || !placement.upstreamShape || !listOf(statement))
        return { reason: "the call is what is returned" };
      return statement.children[0] === anchor ? { form: "return" } : { reason: "the call is part of what is returned" };
    }
    if (isLoop(fn, statement)) return { reason: "the call is in the head of a loop" };
    if (isSkippable(fn, statement, anchor)) return { reason: "the call is only evaluated at times" };
  }
  if (!listOf(statement)) {
    return placement.side === "after" && !placement.under ? { form: "brace" } : { reason: "the place is a body without braces" };
  }
  return { form: placement.under ? "guarded" : "between" };
}
function isSkippable(fn, statement, call) {
  for (let at = call; at.parent && at !== statement; at = at.parent) {
    const { parent } = at;
    if (parent.type === "conditional_expression" && childIn(parent, "condition") !== at) return true;
    const right = parent.type === "binary_expression" ? childIn(parent, "right") : void 0;
    const left = right ? childIn(parent, "left") : void 0;
    if (right === at && left && /&&|\|\|/.test(fn.file.code.slice(left.end, right.start))) return true;
  }
  return false;
}
function runsFirst(fn, condition, call) {
  let at = condition;
  while (at !== call) {
    if (at.type === "binary_expression") {
      const left = childIn(at, "left");
      const right = childIn(at, "right");
      if (!left || !right) return false;
      if (contains(left, call)) at = left;
      else if (/^\(?\s*-?\d+\s*\)?$/.test(fn.file.slice(left))) at = right;
      else return false;
    } else if (at.type === "parenthesized_expression" || at.type === "unary_expression") {
      const inner = at.children.find((child) => contains(child, call));
      if (!inner) return false;
      at = inner;
    } else {
      return false;
    }
  }
  return true;
}

// src/placement/surroundings.ts
function objectionTo(fn, placement, recipe, anchor, statement) {
  return unknownCondition(fn, placement, recipe, anchor, statement) ?? unknownLoop(fn, recipe, anchor, statement) ?? wayAround(fn, placement) ?? hiddenAnchor(fn, placement.anchor) ?? halfStatement(fn, statement);
}
function enclosingIfs(fn, anchor, statement) {
  const found = [];
  let above = anchor.start < statement.start;
  for (let at = anchor; at && at !== fn.bodyNode; at = at.parent) {
    if (at === statement) above = true;
    const branch = at.parent;
    const inArm = at.type === "else_clause" || at.field === "consequence";
    if (branch?.type === "if_statement" && inArm) found.push({ branch, above });
  }
  return found;
}
function unknownCondition(fn, placement, recipe, anchor, statement) {
  if (placement.anchor.kind !== "call" && placement.anchor.kind !== "store") return void 0;
  const guards = placement.climb.to === "guard" ? placement.climb.conditions : [];
  for (const { branch, above } of enclosingIfs(fn, anchor, statement)) {
    const text = conditionText(fn, branch);
    const known2 = above ? recipe.enclosing : [...recipe.cascade, ...guards];
    if (!known2.some((condition) => condition.test(text))) {
      return { reason: `has its place under "if (${text})", which it is not known under`, at: branch.start };
    }
  }
  return void 0;
}
function unknownLoop(fn, recipe, anchor, statement) {
  const loops = [];
  const from = anchor === statement ? statement.parent : anchor;
  for (let at = from; at && at !== fn.bodyNode; at = at.parent) {
    if (at !== statement && isLoop(fn, at)) loops.push(at);
  }
  const allowed = recipe.mainLoops.includes(fn.name) ? 1 : 0;
  const [innermost] = loops;
  return innermost && loops.length > allowed ? { reason: "has its place inside a loop", at: innermost.start } : void 0;
}
function wayAround(fn, placement) {
  if (placement.anchor.kind === "return") {
    const text = placement.anchor.text;
    const same = ofType(fn.bodyNode, "return_statement").filter(
      (statement) => fn.file.slice(statement.children[0] ?? statement).trim() === text
    );
    const [, second] = same;
    return second ? { reason: `returns ${text} at ${same.length} places`, at: second.start } : void 0;
  }
  if (!placement.everyPath) return void 0;
  const [exit] = [...ofType(fn.bodyNode, "return_statement"), ...ofType(fn.bodyNode, "labeled_statement")];
  return exit ? { reason: "has a return or a label, so not every path comes to its place", at: exit.start } : void 0;
}
function hiddenAnchor(fn, anchor) {
  if (anchor.kind !== "call") return void 0;
  const { file } = fn;
  const calls = new RegExp(`\\b(?:${anchor.names.join("|")})\\s*\\(`, "g");
  for (const match of file.lexical.slice(fn.body, fn.end).matchAll(calls)) {
    const at = fn.body + match.index;
    if (file.code.charAt(at) === " ") return { reason: `has a ${match[0]}\u2026) that only some builds see`, at };
  }
  const macro = file.defines.find((range) => file.lexical.slice(range.start, range.end).match(calls));
  return macro ? { reason: `is in a file with a macro that calls ${anchor.names.join(" or ")}`, at: macro.start } : void 0;
}
function halfStatement(fn, statement) {
  const { file } = fn;
  let entry = statement;
  while (entry && !(isStatement(entry) && listOf(entry))) entry = entry.parent;
  const block = entry && listOf(entry);
  if (!entry || !block) return void 0;
  const { entries, start, end } = statementList(file, block);
  const at = entries.findIndex((one) => one.node === entry && one.kind === "statement");
  const from = entries[at - 1]?.end ?? start;
  const to = entries[at + 1]?.start ?? end;
  for (const conditional of file.conditionals) {
    if (conditional.wholeFile || conditional.end <= from || conditional.start >= to) continue;
    const branches = [
      file.code.slice(conditional.start, conditional.end),
      ...conditional.hidden.map(
        (range) => file.lexical.slice(range.start, range.end).replace(/^[ \t]*#.*$/gm, "")
      )
    ];
    const half = branches.map((text) => text.trim()).find((text) => text !== "" && !/[;{}:]$/.test(text));
    if (half !== void 0) {
      return {
        reason: `has half a statement in "${conditional.directive}" beside its place`,
        at: conditional.start
      };
    }
  }
  return void 0;
}
function unguardedCall(caller, calls, condition) {
  return calls.find((call) => {
    for (let at = call; at && at !== caller.bodyNode; at = at.parent) {
      const branch = at.parent;
      const within = branch && branch.type === "if_statement" && childIn(branch, "consequence") === at;
      if (within && conditionText(caller, branch) === condition) return false;
    }
    return true;
  });
}

// src/placement/find-site.ts
function findSite(fn, placement, recipe) {
  const miss = (reason, at = fn.start) => ({ reason, at });
  for (const name of placement.requires ?? []) {
    if (callsTo(fn, [name]).length === 0) return miss(`does not call ${name}`);
  }
  const transparent = transparentCalls(fn, recipe);
  const renamed = findRename(fn, placement);
  if (renamed && "reason" in renamed) return renamed;
  const located = locate(fn, placement.anchor, placement.topLevel ?? false, transparent);
  if ("reason" in located) {
    const { reason, at } = hiddenAnchor(fn, placement.anchor) ?? located;
    return renamed ?? miss(reason, at);
  }
  const { anchor } = located;
  let statement = located.statement;
  if (placement.climb.to === "body") statement = entryIn(fn.bodyNode, statement) ?? statement;
  const inner = statement;
  if (placement.climb.to === "guard")
    statement = guardAround(fn, statement, placement.climb.conditions) ?? statement;
  if (placement.glue && /^(?:expression_statement|declaration)$/.test(statement.type))
    statement = gluedTo(fn, statement, anchor, placement.glue, transparent);
  const conditional = fn.file.conditionalAt(statement.start) ?? fn.file.conditionalAt(anchor.start);
  if (conditional) return miss(`the place is inside "${conditional.directive}"`, conditional.start);
  const objection = objectionTo(fn, placement, recipe, anchor, statement);
  if (objection) return miss(objection.reason, objection.at);
  if (renamed) return { site: { ...renamed.site, gap: gapOf(fn, placement, statement, transparent) } };
  const form = formOf(fn, placement, statement, anchor);
  if ("reason" in form) return miss(form.reason, statement.start);
  const gap = form.form === "between" || form.form === "guarded" ? gapOf(fn, placement, statement, transparent) : void 0;
  if (placement.side === "before" && gap?.previous?.kind === "label")
    return miss("has its place behind a label that other paths jump to", gap.previous.start);
  const entersGuard = placement.fixedInsideGuard === true && inner !== statement;
  const fixedGap = entersGuard ? gapBeside(fn, inner, "after", transparent) : void 0;
  const fixedNeedsBraces = entersGuard && !listOf(inner);
  return {
    site: {
      placement,
      function: fn,
      form: form.form,
      anchor,
      statement,
      gap,
      fixedGap,
      fixedNeedsBraces,
      older: void 0
    }
  };
}
function gapOf(fn, placement, statement, transparent) {
  if (placement.anchor.kind === "declarations") return gapAfterDeclarations(fn, fn.bodyNode, transparent);
  if (placement.anchor.kind === "end") return gapAtEnd(fn, fn.bodyNode, transparent);
  return gapBeside(fn, statement, placement.side, transparent);
}
function guardAround(fn, statement, conditions) {
  const block = listOf(statement);
  const guard = block ? block.parent : statement.parent;
  if (guard?.type !== "if_statement" || childIn(guard, "alternative")) return void 0;
  const text = conditionText(fn, guard);
  return conditions.some((condition) => condition.test(text)) ? guard : void 0;
}
function gluedTo(fn, statement, anchor, glue, transparent) {
  const next = gapBeside(fn, statement, "after", transparent)?.next?.node;
  if (!next) return statement;
  if (glue === "reset") {
    const assignment = next.type === "expression_statement" ? next.children[0] : void 0;
    const resets = assignment?.type === "assignment_expression" && assignedText(fn, assignment) === "NULL";
    return resets ? next : statement;
  }
  if (next.type !== "if_statement" || childIn(next, "alternative")) return statement;
  const errors = argumentsOf(anchor).map((argument) => fn.file.slice(argument)).filter((text) => /^&\w+$/.test(text)).map((text) => text.slice(1));
  const tested = conditionText(fn, next);
  return errors.some((name) => new RegExp(`\\b${name}\\b`).test(tested)) ? next : statement;
}
function findRename(fn, placement) {
  const { renames } = placement;
  if (!renames) return void 0;
  const olders = callsTo(fn, [renames.call]);
  const own = olders.filter((call) => stringArgument(fn, call, 0) === renames.argument);
  const [older, doubled] = own;
  if (doubled)
    return { reason: `has ${own.length} times ${renames.call}("${renames.argument}")`, at: doubled.start };
  if (older) {
    const statement = statementOf(older);
    if (!statement || statement.children[0] !== older || statement.type !== "expression_statement") {
      return { reason: `uses ${renames.call} inside another statement`, at: older.start };
    }
    const conditional = fn.file.conditionalAt(older.start);
    if (conditional)
      return { reason: `has ${renames.call} inside "${conditional.directive}"`, at: older.start };
    return {
      site: {
        placement,
        function: fn,
        form: "rename",
        anchor: older,
        statement,
        gap: void 0,
        fixedGap: void 0,
        fixedNeedsBraces: false,
        older
      }
    };
  }
  return void 0;
}
function hasEvidence(fn, placement, recipe) {
  const { evidence } = placement;
  if (!evidence) return true;
  return [...evidence, recipe.call.function].some((name) => mentions(fn, name) > 0);
}

// src/placement/place-at.ts
function placeAt(file, offset) {
  return { file: file.path, line: file.lineOf(offset), function: file.functionAt(offset)?.name };
}

// src/placement/open-function.ts
function openFunction(file, name) {
  const [span, second] = file.definitions(name);
  if (!span) return void 0;
  if (second) return { problem: placementProblems.definedTwice(name, placeAt(file, second.start)) };
  const fn = file.parse(span);
  return isParsed(fn) ? { fn } : { problem: placementProblems.notParsed(placeAt(file, fn.offset)) };
}

// src/placement/helper-functions.ts
function helperNames(recipe) {
  const names = /* @__PURE__ */ new Set();
  for (const checkpoint2 of recipe.checkpoints)
    for (const slot2 of checkpoint2.slots)
      for (const placement of slot2.placements)
        if (placement.helper) for (const name of placement.functions) names.add(name);
  return names;
}
function reaches(file, from, helper, helpers) {
  const pending = [from];
  const seen = /* @__PURE__ */ new Set();
  for (let name = pending.pop(); name !== void 0; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const opened = openFunction(file, name);
    if (!opened || "problem" in opened) continue;
    for (const called of calledNames(opened.fn)) {
      if (called === helper) return true;
      if (helpers.has(called)) pending.push(called);
    }
  }
  return false;
}
function helperProblem(file, slot2, placement, helper, helpers) {
  const runs = slot2.functions.filter((name) => file.definitions(name).length > 0);
  const [newest = slot2.functions.join(" or ")] = runs;
  if (!reaches(file, newest, helper, helpers)) {
    const span = file.definitions(newest)[0];
    return placementProblems.helperBypassed(helper, newest, placeAt(file, span?.start ?? 0));
  }
  for (const name of runs) {
    const opened = openFunction(file, name);
    if (!opened || "problem" in opened) continue;
    const [own] = ownAnchors(opened.fn, placement);
    if (own) return placementProblems.besideHelper(helper, placeAt(file, own.start));
    const [, again] = callsTo(opened.fn, [helper]);
    if (again) return placementProblems.helperTwice(helper, placeAt(file, again.start));
  }
  return void 0;
}
function ownAnchors(fn, { anchor }) {
  if (anchor.kind === "call") return callsTo(fn, anchor.names);
  if (anchor.kind !== "store") return [];
  return assignmentsTo(fn, anchor.into).filter(
    (store) => !(anchor.exceptZero && assignedText(fn, store) === "0")
  );
}
function undefinedHelpers(sources, recipe) {
  const file = sources.migration;
  const problems = [];
  for (const helper of helperNames(recipe)) {
    if (!file.code.includes(helper) || file.definitions(helper).length > 0) continue;
    const call = new RegExp(`\\b${helper}\\s*\\(`).exec(file.code);
    if (call && file.functionAt(call.index))
      problems.push(placementProblems.helperUndefined(helper, placeAt(file, call.index)));
  }
  return problems;
}

// src/placement/stray-calls.ts
function judgeStrays(checkpoint2, strays, sites) {
  return strays.map((stray) => {
    const { name } = checkpoint2;
    const file = stray.function.file;
    const place = {
      file: file.path,
      line: file.lineOf(stray.call.start),
      function: stray.function.name
    };
    if (!isReachable(stray)) return placementProblems.unreachable(name, place);
    const inFunction = sites.find(
      (site) => site.function.file === file && site.function.start === stray.function.start
    );
    if (!inFunction) {
      return placementProblems.wrongFunction(
        name,
        [...new Set(sites.map((site) => site.function.name))],
        place
      );
    }
    const twin = inFunction.existing?.gap;
    if (twin && stray.gap && sameGap(twin, stray.gap)) return placementProblems.doubled(name, place);
    return placementProblems.misplaced(name, inFunction.placement.why, place);
  });
}
function isReachable(call) {
  const flow = controlFlow(call.function);
  const node = flowNodeAt(flow, call.call.start);
  return node !== void 0 && reachableFrom(flow, 0, "all-edges").has(node.id);
}

// src/placement/unknown-names.ts
function unknownNames(recipe, calls) {
  const known2 = recipe.checkpoints.map((checkpoint2) => checkpoint2.name);
  const problems = [];
  for (const call of calls) {
    if (known2.includes(call.name)) continue;
    const nearest = recipe.misspellings[call.name] ?? nearestName(call.name, known2);
    if (nearest)
      problems.push(
        placementProblems.unknownCheckpoint(call.name, nearest, placeAt(call.function.file, call.call.start))
      );
  }
  return problems;
}
var FARTHEST_SLIP = 3;
function nearestName(name, known2) {
  let best;
  let least = FARTHEST_SLIP + 1;
  for (const candidate of known2) {
    const distance = editDistance(name, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}
function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

// src/placement/survey.ts
function survey(sources, recipe) {
  const existing = [sources.migration, sources.savevm].map((file) => findExistingCalls(file, recipe));
  const calls = existing.flatMap((found) => found.calls);
  const matched = /* @__PURE__ */ new Set();
  const placed = recipe.checkpoints.map((checkpoint2) => {
    const answer = surveySlots(sources, recipe, checkpoint2);
    const own = calls.filter((call) => call.name === checkpoint2.name);
    const sites = answer.sites.map((site) => matchSite(site, own, matched));
    return { checkpoint: checkpoint2, answer, sites, own };
  });
  const checkpoints = placed.map(({ checkpoint: checkpoint2, answer, sites, own }) => {
    const strays = own.filter((call) => !matched.has(call));
    const problems2 = [...answer.problems, ...judgeStrays(checkpoint2, strays, sites)];
    const missingEvidence = sites.flatMap((site) => evidenceProblem(checkpoint2, site, recipe));
    return {
      checkpoint: checkpoint2,
      status: answer.applies ? answer.problems.length > 0 ? "unplaced" : "placed" : "not-applicable",
      sites,
      strays,
      problems: [...problems2, ...missingEvidence]
    };
  });
  const problems = [
    ...existing.flatMap((found) => found.hidden.map(describeHidden)),
    ...unknownNames(recipe, calls),
    ...undefinedHelpers(sources, recipe)
  ];
  return { recipe, sources, checkpoints, problems, calls };
}
function surveySlots(sources, recipe, checkpoint2) {
  const sites = [];
  const problems = [];
  let applies = false;
  for (const slot2 of checkpoint2.slots) {
    if (!slotExists(sources, checkpoint2, slot2)) continue;
    applies = true;
    const answer = surveySlot(sources, recipe, checkpoint2, slot2);
    if ("problem" in answer) {
      problems.push(answer.problem);
      continue;
    }
    const known2 = sites.find(
      (site) => site.function.file === answer.site.function.file && site.anchor.start === answer.site.anchor.start && site.statement.start === answer.site.statement.start
    );
    if (known2) known2.paths.push(slot2.path);
    else sites.push({ ...answer.site, paths: [slot2.path] });
  }
  return { applies, sites, problems };
}
function slotExists(sources, checkpoint2, slot2) {
  const file = sources[checkpoint2.file];
  if (slot2.functions.some((name) => file.definitions(name).length > 0)) return true;
  if (slot2.signs.length === 0) return true;
  return slot2.signs.some((sign) => {
    const mention = new RegExp(`\\b${sign}\\b`);
    return mention.test(sources.migration.code) || mention.test(sources.savevm.code);
  });
}
function surveySlot(sources, recipe, checkpoint2, slot2) {
  const file = sources[checkpoint2.file];
  const misses = [];
  const helpers = helperNames(recipe);
  for (const placement of slot2.placements) {
    for (const name of placement.functions) {
      const opened = openFunction(file, name);
      if (!opened) continue;
      if ("problem" in opened) return opened;
      if (placement.helper) {
        const problem = helperProblem(file, slot2, placement, name, helpers);
        if (problem) return { problem };
      }
      const found = firesTwice(sources, checkpoint2, placement, name) ?? findSite(opened.fn, placement, recipe);
      if ("site" in found) return found;
      misses.push({
        placement,
        function: name,
        line: file.lineOf(found.at),
        reason: found.reason
      });
      if (placement.helper) return { problem: unplaced(checkpoint2, misses, file, opened.fn.start) };
    }
  }
  const wanted = slot2.functions.filter((name) => file.definitions(name).length > 0);
  if (wanted.length === 0) {
    const place = { file: file.path };
    return {
      problem: placementProblems.unplaced(
        checkpoint2.name,
        [`none of ${slot2.functions.join(", ")} is defined`],
        place
      )
    };
  }
  const span = file.definitions(wanted[0] ?? "")[0];
  return { problem: unplaced(checkpoint2, misses, file, span?.start ?? 0) };
}
function unplaced(checkpoint2, misses, file, offset) {
  const own = misses.filter((miss) => miss.function === misses[0]?.function);
  const telling = own.filter((miss) => !miss.placement.passing);
  const ranked = telling.length > 0 ? telling : own;
  const reasons = [...new Set(ranked.map((miss) => `${miss.function} (line ${miss.line}) ${miss.reason}`))];
  return placementProblems.unplaced(checkpoint2.name, reasons, placeAt(file, offset));
}
function firesTwice(sources, checkpoint2, placement, name) {
  const countIn = (caller, callee) => {
    const opened2 = openFunction(sources.migration, caller);
    return opened2 && "fn" in opened2 ? callsTo(opened2.fn, [callee]).length : 0;
  };
  const { calledOnceBy: once, calledUnder: under } = placement;
  const file = sources[checkpoint2.file];
  const at = file.definitions(name)[0]?.start ?? 0;
  if (once && countIn(once, name) > 1)
    return { reason: `is called ${countIn(once, name)} times by ${once}`, at };
  if (!under || countIn(under.twiceBy, under.in) < 2) return void 0;
  const opened = openFunction(file, under.in);
  const fn = opened && "fn" in opened ? opened.fn : void 0;
  const bare = fn && unguardedCall(fn, callsTo(fn, [name]), under.condition);
  return bare ? {
    reason: `is called by ${under.in} without "if (${under.condition})", so twice in postcopy`,
    at: bare.start
  } : void 0;
}
function matchSite(site, own, matched) {
  const stands = (call, gap) => gap !== void 0 && call.gap !== void 0 && !matched.has(call) && call.condition === site.placement.under?.condition && sameGap(call.gap, gap);
  const here = own.find((call) => stands(call, site.gap));
  const fixed = here ? void 0 : own.find((call) => stands(call, site.fixedGap));
  const existing = here ?? fixed;
  if (existing) matched.add(existing);
  return { ...site, existing, existingIsFixed: fixed !== void 0 };
}
function evidenceProblem(checkpoint2, site, recipe) {
  const { placement } = site;
  if (site.existing || site.form === "rename" || !placement.evidence) return [];
  const fn = site.function;
  const place = placeAt(fn.file, site.statement.start);
  if (placement.renames && callsTo(fn, [placement.renames.call]).length > 0) {
    return [placementProblems.olderCallMissing(checkpoint2.name, placement.renames.argument, place)];
  }
  if (hasEvidence(fn, placement, recipe)) return [];
  return [placementProblems.noEvidence(checkpoint2.name, placement.evidence, place)];
}
function describeHidden(hidden) {
  const why = {
    preprocessor: `inside "${hidden.directive ?? "#if"}"`,
    "outside-function": "outside any function",
    "not-parsed": "in code that does not parse",
    "not-a-string": "whose name is not a string literal"
  }[hidden.why];
  return placementProblems.hidden(why, placeAt(hidden.file, hidden.offset));
}

// src/problem/event-problems.ts
var eventProblems = {
  doubled: (event, place) => ({
    code: "event-doubled",
    place,
    expected: `one line for the event ${event}`,
    found: `${event} is declared more than once`,
    next: "delete all lines but one"
  }),
  format: (event, line, place) => ({
    code: "event-format",
    place,
    expected: line,
    found: `${event} with other arguments or another format`,
    next: "restore the line as expected, or rename your event"
  }),
  unused: (event, place) => ({
    code: "event-unused",
    place,
    expected: `no line for ${event} while nothing calls it`,
    found: `${event} is declared and not called; a port could not be told from the original later`,
    next: "delete the line; apply puts it back"
  }),
  wrongFile: (events, place) => ({
    code: "events-file-missing",
    place,
    expected: `the events of migration/savevm.c, such as ${events.join(" or ")}`,
    found: "none of them; migration/trace-events seems to be missing",
    next: "give the folder with migration/trace-events, or restore that file"
  }),
  olderMoved: (event, line, follows, place) => ({
    code: "event-older-moved",
    place,
    expected: `${line}, right behind ${follows}, as in QEMU 7.0 to 8.1`,
    found: `${event} elsewhere or in another form; a revert could not put it back there`,
    next: `move the line behind ${follows}, or delete it together with its five calls`
  }),
  missing: (event, place) => ({
    code: "event-missing",
    place,
    expected: `a line for the event ${event}`,
    found: "none",
    next: "this is a defect of the planner: report it with the tree"
  })
};

// src/proof/prove.ts
function prove(survey2, events, selected) {
  const problems = [...survey2.problems];
  for (const { checkpoint: checkpoint2, sites, problems: own } of survey2.checkpoints) {
    if (!selected(checkpoint2.name)) continue;
    problems.push(...own);
    for (const site of sites) {
      if (!site.existing) {
        const place = placeAt(site.function.file, site.statement.start);
        problems.push(
          placementProblems.unplaced(
            checkpoint2.name,
            [`${site.function.name} has no call at its place`],
            place
          )
        );
      } else if (!isReachable(site.existing)) {
        const place = placeAt(site.function.file, site.existing.call.start);
        problems.push(placementProblems.unreachable(checkpoint2.name, place));
      }
    }
  }
  problems.push(...orderProblems(survey2, selected));
  const { event } = survey2.recipe;
  if (survey2.calls.length > 0 && events.declarations(event.name).length === 0) {
    problems.push(eventProblems.missing(event.name, { file: events.path }));
  }
  return problems;
}
function orderProblems(survey2, selected) {
  const problems = [];
  const calls = survey2.checkpoints.filter((one) => selected(one.checkpoint.name)).flatMap((one) => one.sites.flatMap((site) => site.existing ? [site.existing] : []));
  const flows = /* @__PURE__ */ new Map();
  const flowOf = (call) => {
    const key = `${call.function.file.path}:${call.function.start}`;
    const known2 = flows.get(key) ?? controlFlow(call.function);
    flows.set(key, known2);
    return { key, flow: known2 };
  };
  for (const [earlier, later] of orderedPairs(survey2.recipe)) {
    for (const first of calls.filter((call) => call.name === earlier)) {
      for (const second of calls.filter((call) => call.name === later)) {
        const a = flowOf(first);
        if (a.key !== flowOf(second).key) continue;
        const from = flowNodeAt(a.flow, first.call.start);
        const to = flowNodeAt(a.flow, second.call.start);
        if (!from || !to) continue;
        const comesLater = reachableFrom(a.flow, from.id, "all-edges").has(to.id);
        const reversed = reachableFrom(a.flow, to.id, "forward-edges").has(from.id);
        if (!comesLater || reversed) {
          problems.push(
            placementProblems.wrongOrder(earlier, later, placeAt(second.function.file, second.call.start))
          );
        }
      }
    }
  }
  return problems;
}
function orderedPairs(recipe) {
  const pairs = /* @__PURE__ */ new Map();
  for (const [earlier, later] of recipe.order) {
    const known2 = pairs.get(earlier) ?? /* @__PURE__ */ new Set();
    pairs.set(earlier, known2.add(later));
  }
  for (const [, later] of pairs) {
    for (const name of later) for (const next of pairs.get(name) ?? []) later.add(next);
  }
  return [...pairs].flatMap(
    ([earlier, later]) => [...later].map((name) => [earlier, name])
  );
}

// src/port/absent-commits.ts
function absentCommits({ sources, events }, recipe) {
  const files = [sources.migration, sources.savevm];
  const isAbsent = ({ sign }) => {
    if (sign.kind === "event") return events.declarations(sign.name).length === 0;
    if (sign.kind === "function")
      return !sign.names.every((name) => files.some((file) => file.definitions(name).length > 0));
    return files.some(
      (file) => file.definitions(sign.function).some(({ start, end }) => !sign.pattern.test(file.code.slice(start, end)))
    );
  };
  return recipe.precededBy.filter(isAbsent);
}

// src/port/templates.ts
import { readFileSync } from "node:fs";

// src/package-folder.ts
import { existsSync } from "node:fs";
var packageFolder = findPackage(new URL("./", import.meta.url));
function findPackage(from) {
  for (let at = from; ; at = new URL("../", at)) {
    if (existsSync(new URL("templates/", at))) return at;
    if (at.pathname === "/")
      throw new Error(`no templates above ${from.pathname}: the package is incomplete`);
  }
}

// src/port/templates.ts
var FOLDER = new URL("templates/", packageFolder);
var read = /* @__PURE__ */ new Map();
function template(name) {
  const known2 = read.get(name);
  if (known2 !== void 0) return known2;
  const text = readFileSync(new URL(name, FOLDER), "latin1");
  read.set(name, text);
  return text;
}
function fill(name, values) {
  const filled = template(name).replace(/@([A-Z]+)@/g, (_, hole) => {
    const value = values[hole];
    if (value === void 0) throw new Error(`template ${name} has a hole ${hole} without a value`);
    return value;
  });
  const lines = filled.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

// src/port/event-edits.ts
function planEvent(events, recipe, olderGone2, state) {
  const { event } = recipe;
  const [line = ""] = fill(event.template, {});
  const present = events.declarations(event.name);
  const place = (at) => ({ file: events.path, line: events.lines.indexOf(at) + 1 });
  const edits = [];
  const problems = [];
  const [first, second] = present;
  if (second) problems.push(eventProblems.doubled(event.name, place(second)));
  else if (first) {
    if (fold(first.text) !== fold(line)) problems.push(eventProblems.format(event.name, line, place(first)));
    else if (!state.hasCalls) problems.push(eventProblems.unused(event.name, place(first)));
  } else {
    const anchor = event.after.map((name) => events.declarations(name).at(-1)).find((found) => found !== void 0);
    const astray = !anchor && state.savevm.includes("/") && !events.path.includes("/");
    if (astray) problems.push(eventProblems.wrongFile(event.after, { file: events.path }));
    else edits.push(anchor ? events.insertAfter(anchor, line) : events.append(fill(event.section, {})));
  }
  const { removes } = event;
  const older = removes ? events.declarations(removes.name) : [];
  const [gone, again] = older;
  if (removes && gone && olderGone2) {
    if (again) problems.push(eventProblems.doubled(removes.name, place(again)));
    else if (!isRestorable(events, gone, removes)) {
      problems.push(eventProblems.olderMoved(removes.name, removes.line, removes.follows, place(gone)));
    } else edits.push(events.remove(gone));
  }
  return { edits, problems };
}
function restoreOlder(events, removes) {
  const before = events.declarations(removes.follows)[0];
  return before && events.insertAfter(before, removes.line);
}
function isRestorable(events, line, removes) {
  const without = new EventsFile(events.path, splice(events.text, [events.remove(line)]));
  const restored = restoreOlder(without, removes);
  return restored !== void 0 && splice(without.text, [restored]) === events.text;
}
function fold(text) {
  return text.trim().replace(/\s+/g, " ");
}

// src/port/include-edit.ts
var INCLUDE = /^[ \t]*#[ \t]*include[ \t]*["<]([^">\n]+)[">]/gm;
function includes(file) {
  const firstFunction = file.functions[0]?.start ?? file.text.length;
  const found = [];
  for (const match of file.text.matchAll(INCLUDE)) {
    const start = match.index;
    const hash = file.text.indexOf("#", start);
    const isCode = file.lexical.charAt(hash) === "#";
    if (isCode && hash < firstFunction && !file.conditionalAt(hash)) {
      found.push({ header: match[1] ?? "", start, end: endOfLine(file, start) });
    }
  }
  return found;
}
function endOfLine(file, start) {
  const end = file.lines.endOf(start);
  const open = file.comments.find((comment) => comment.start < end && end < comment.end);
  return open ? endOfLine(file, open.end) : end;
}
function hasInclude(file, header) {
  return includes(file).some((line) => line.header === header);
}
function addInclude(file, header) {
  const last = includes(file).at(-1);
  if (!last) return placementProblems.noIncludes(header, { file: file.path });
  const ending = file.lines.lineEndingAt(last.end);
  return { start: last.end, end: last.end, text: `${ending}#include "${header}"` };
}
function includeUnused(file, header) {
  const last = includes(file).at(-1);
  if (last?.header !== header || usesTracepoints(file)) return void 0;
  return placementProblems.includeUnused(header, { file: file.path, line: file.lineOf(last.start) });
}
function includeMissing(file, header, own) {
  return usesTracepoints(file, [own]) ? placementProblems.includeMissing(header, {
    file: file.path,
    line: file.lineOf(includes(file).at(-1)?.start ?? 0)
  }) : void 0;
}
function usesTracepoints(file, except = []) {
  for (const match of file.lexical.matchAll(/\b(trace_\w+)\s*\(/g))
    if (!except.includes(match[1] ?? "")) return true;
  return false;
}

// src/port/line-edits.ts
var CrowdedLine = class extends Error {
  constructor(offset) {
    super("statements share a line");
    this.offset = offset;
  }
  offset;
};
function intoGap(gap, side, lines) {
  return side === "before" && gap.next ? beforeNext(gap, gap.next.start, lines) : afterPrevious(gap, lines);
}
function nested(line, indent) {
  return indent === "	" ? line.replace(/^ {4}/, "	") : line;
}
function afterPrevious(gap, lines) {
  const { file, bodyNode } = gap.function;
  const from = gap.previous?.end ?? statementList(file, gap.block).start;
  const at = endOfLineAfter(file, from);
  const ending = file.lines.lineEndingAt(at);
  const indent = indentation(gap);
  const text = lines.map((line) => line === "" ? ending : `${ending}${indent}${nested(line, indent)}`).join("");
  const nextLine = file.lines.nextStart(at);
  const paragraph = gap.previous !== void 0 && file.lines.isBlank(nextLine);
  const endsFunction = gap.previous !== void 0 && gap.next === void 0 && gap.block === bodyNode;
  return { start: at, end: at, text: paragraph || endsFunction ? `${ending}${text}` : text };
}
function beforeNext(gap, next, lines) {
  const { file } = gap.function;
  const floor = gap.previous?.end ?? statementList(file, gap.block).start;
  const at = startWithComments(file, next, floor);
  const ending = file.lines.lineEndingAt(at);
  const indent = file.lines.indentOf(next);
  const text = lines.map((line) => line === "" ? ending : `${indent}${nested(line, indent)}${ending}`).join("");
  const paragraph = at > 0 && file.lines.isBlank(at - 1);
  return { start: at, end: at, text: paragraph ? `${text}${ending}` : text };
}
function indentation(gap) {
  const { file } = gap.function;
  const sample = gap.previous?.kind === "statement" ? gap.previous : gap.next ?? gap.previous;
  if (!sample) throw new CrowdedLine(gap.block.start);
  requireOwnLine(file, sample.start);
  return file.lines.indentOf(sample.start);
}
function endOfLineAfter(file, offset) {
  let at = offset;
  for (; ; ) {
    const lineEnd = file.lines.endOf(at);
    const rest = file.text.slice(at, lineEnd);
    const skipped = at + (rest.length - rest.trimStart().length);
    if (skipped >= lineEnd) return lineEnd;
    const comment = file.comments.find((range) => range.start === skipped);
    if (!comment) throw new CrowdedLine(skipped);
    at = comment.end;
  }
}
function startWithComments(file, statement, floor) {
  requireOwnLine(file, statement);
  let at = file.lines.startOf(statement);
  for (; ; ) {
    const comment = file.comments.filter((range) => range.end <= at && range.start >= floor).at(-1);
    if (!comment) return at;
    const between = file.text.slice(comment.end, at);
    if (between.trim() !== "" || between.split("\n").length !== 2) return at;
    const start = file.lines.startOf(comment.start);
    if (file.text.slice(start, comment.start).trim() !== "" || start < floor) return at;
    at = start;
  }
}
function requireOwnLine(file, offset) {
  if (file.text.slice(file.lines.startOf(offset), offset).trim() !== "") throw new CrowdedLine(offset);
}

// src/port/removal.ts
function removalEdit(existing, side) {
  const { function: fn, gap, statement } = existing;
  const { lines } = fn.file;
  requireOwnLine(fn.file, statement.start);
  const start = lines.startOf(statement.start);
  const next = lines.nextStart(endOfLineAfter(fn.file, statement.end));
  const call = { start, end: next, text: "" };
  if (start === 0 || !lines.isBlank(start - 1)) return call;
  const paragraph = lines.isBlank(next);
  if (side === "before" && gap?.next) return paragraph ? { ...call, end: lines.nextStart(next) } : call;
  const endsFunction = gap?.next === void 0 && gap?.block === fn.bodyNode;
  const withBlank = gap?.previous !== void 0 && (paragraph || endsFunction);
  return withBlank ? { ...call, start: lines.startOf(start - 1) } : call;
}

// src/port/site-edits.ts
var NoFreeLocal = class extends Error {
  constructor(names) {
    super("no free local");
    this.names = names;
  }
  names;
};
function callLines(recipe, name, condition) {
  return condition === void 0 ? fill(recipe.call.template, { NAME: name }) : fill(recipe.call.guarded, { NAME: name, CONDITION: condition });
}
function siteEdits(recipe, name, site, fixed) {
  const lines = callLines(recipe, name, site.placement.under?.condition);
  switch (site.form) {
    case "between":
    case "guarded": {
      const gap = fixed && site.fixedGap ? site.fixedGap : site.gap;
      return gap ? [intoGap(gap, site.placement.side, lines)] : [];
    }
    case "rename":
      return renameEdits(recipe, name, site);
    case "hoist":
      return hoistEdits(recipe, site, lines);
    case "return":
      return returnEdits(site, lines);
    case "brace":
      return braceEdits(site, lines);
  }
}
function renameEdits(recipe, name, site) {
  const callee = site.older && childIn(site.older, "function");
  const argument = site.older && argumentsOf(site.older)[0];
  if (!callee || !argument) return [];
  return [
    { start: callee.start, end: callee.end, text: recipe.call.function },
    { start: argument.start, end: argument.end, text: `"${name}"` }
  ];
}
function freeLocal(fn, names) {
  const free = names.find((name) => !declares(fn, name) && mentions(fn, name) === 0);
  if (free === void 0) throw new NoFreeLocal(names);
  return free;
}
function hoistEdits(recipe, site, lines) {
  const { file } = site.function;
  const local = freeLocal(site.function, site.placement.hoistInto ?? []);
  requireOwnLine(file, site.statement.start);
  const at = file.lines.startOf(site.statement.start);
  const ending = file.lines.lineEndingAt(at);
  const indent = file.lines.indentOf(site.statement.start);
  const moved = [`${local} = ${file.slice(site.anchor)};`, ...lines];
  const text = `${moved.map((line) => `${indent}${line}${ending}`).join("")}${ending}`;
  return [
    declarationEdit(site, recipe, `int ${local};`),
    { start: at, end: at, text },
    { start: site.anchor.start, end: site.anchor.end, text: local }
  ];
}
function declarationEdit(site, recipe, declaration) {
  const fn = site.function;
  const gap = gapAfterDeclarations(fn, fn.bodyNode, transparentCalls(fn, recipe));
  const last = gap.previous;
  if (!last || fn.file.conditionalAt(last.start)) {
    const at2 = endOfLineAfter(fn.file, fn.bodyNode.start + 1);
    const ending = fn.file.lines.lineEndingAt(at2);
    const sample = gap.next ?? last;
    const indent = sample ? fn.file.lines.indentOf(sample.start) : "    ";
    return {
      start: at2,
      end: at2,
      text: last ? `${ending}${indent}${declaration}` : `${ending}${indent}${declaration}${ending}`
    };
  }
  requireOwnLine(fn.file, last.start);
  const at = endOfLineAfter(fn.file, last.end);
  return {
    start: at,
    end: at,
    text: `${fn.file.lines.lineEndingAt(at)}${fn.file.lines.indentOf(last.start)}${declaration}`
  };
}
function returnEdits(site, lines) {
  const { file } = site.function;
  const { statement, anchor } = site;
  const local = freeLocal(site.function, site.placement.hoistInto ?? []);
  requireOwnLine(file, statement.start);
  endOfLineAfter(file, statement.end);
  const ending = file.lines.lineEndingAt(statement.start);
  const indent = file.lines.indentOf(statement.start);
  const paragraphs = [
    `int ${local} = ${file.slice(anchor)};`,
    lines.join(`${ending}${indent}`),
    `return ${local};`
  ];
  return [
    { start: statement.start, end: statement.end, text: paragraphs.join(`${ending}${ending}${indent}`) }
  ];
}
function braceEdits(site, lines) {
  const { file } = site.function;
  const { statement } = site;
  const header = headerEnd(site.function, statement);
  requireOwnLine(file, statement.start);
  const at = endOfLineAfter(file, statement.end);
  const ending = file.lines.lineEndingAt(at);
  const inner = file.lines.indentOf(statement.start);
  const outer = file.lines.indentOf(header - 1);
  const body = lines.map((line) => `${ending}${inner}${line}`).join("");
  const otherwise = elseBehind(statement);
  const close = `${ending}${body}${ending}${outer}}`;
  const open = { start: header, end: header, text: " {" };
  if (!otherwise) return [open, { start: at, end: at, text: close }];
  if (file.text.slice(at, otherwise.start) !== `${ending}${outer}`) throw new CrowdedLine(otherwise.start);
  return [open, { start: at, end: otherwise.start, text: `${close} ` }];
}
function headerEnd(fn, statement) {
  const before = fn.file.code.slice(fn.body, statement.start).trimEnd();
  return fn.body + before.length;
}
function elseBehind(statement) {
  const parent = statement.parent;
  return parent?.type === "if_statement" && statement.field === "consequence" ? childIn(parent, "alternative") : void 0;
}

// src/port/plan-edits.ts
function planEdits(read2, before, options) {
  const { recipe } = before;
  const planned = { migration: [], savevm: [], events: [], written: /* @__PURE__ */ new Set(), problems: [] };
  for (const { checkpoint: checkpoint2, sites } of before.checkpoints) {
    if (!options.selected(checkpoint2.name)) continue;
    const edits = planned[checkpoint2.file];
    for (const site of sites) {
      if (options.fixes && site.fixedNeedsBraces) {
        planned.problems.push(
          placementProblems.guardWithoutBraces(placeAt(site.function.file, site.anchor.start))
        );
        continue;
      }
      const moves = options.fixes && site.existing && !site.existingIsFixed && site.fixedGap !== void 0;
      if (site.existing && !moves) continue;
      try {
        if (site.existing) edits.push(removalEdit(site.existing, site.placement.side));
        planned.written.add(site);
        edits.push(...mergeNewLocals(siteEdits(recipe, checkpoint2.name, site, options.fixes), edits));
      } catch (error) {
        planned.problems.push(editProblem(error, site));
      }
    }
  }
  for (const role of ["migration", "savevm"]) {
    const file = read2.sources[role];
    const calls = before.calls.filter((call) => call.function.file === file).length;
    if (planned[role].length === 0 && calls === 0) continue;
    if (hasInclude(file, recipe.include)) {
      const problem = calls === 0 ? includeUnused(file, recipe.include) : void 0;
      if (problem) planned.problems.push(problem);
    } else {
      const include = includeMissing(file, recipe.include, recipe.call.function) ?? addInclude(file, recipe.include);
      if ("code" in include) planned.problems.push(include);
      else planned[role].push(include);
    }
  }
  const anyCall = before.calls.length > 0 || planned.migration.length + planned.savevm.length > 0;
  if (anyCall) {
    const event = planEvent(read2.events, recipe, olderGone(before, options), {
      hasCalls: before.calls.length > 0,
      savevm: read2.sources.savevm.path
    });
    planned.events.push(...event.edits);
    planned.problems.push(...event.problems);
  }
  return planned;
}
function mergeNewLocals(edits, planned) {
  return edits.filter((edit) => !planned.some((known2) => isSameDeclaration(known2, edit)));
}
function isSameDeclaration(a, b) {
  return a.start === b.start && a.end === b.end && a.text === b.text && /^\s*int \w+;\s*$/.test(a.text);
}
function olderGone(before, options) {
  const renaming = before.checkpoints.filter(
    (one) => one.checkpoint.slots.some((slot2) => slot2.placements.some((placement) => placement.renames))
  );
  const renamed = renaming.flatMap((one) => one.sites.filter((site) => site.form === "rename"));
  return renaming.length > 0 && renaming.every(
    (one) => one.status === "placed" && one.sites.every(
      (site) => site.existing || site.form === "rename" && options.selected(one.checkpoint.name)
    )
  ) && olderCalls(before) === renamed.length;
}
function olderCalls(before) {
  const older = before.recipe.event.removes?.name;
  const call = new RegExp(`\\btrace_${older}\\s*\\(`, "g");
  const { migration, savevm } = before.sources;
  return [migration, savevm].reduce((sum, file) => sum + [...file.lexical.matchAll(call)].length, 0);
}
function editProblem(error, site) {
  const file = site.function.file;
  if (error instanceof CrowdedLine) return placementProblems.crowdedLine(placeAt(file, error.offset));
  if (error instanceof NoFreeLocal)
    return placementProblems.localTaken(error.names, placeAt(file, site.statement.start));
  throw error;
}

// src/problem/source-problems.ts
var FOUND = {
  empty: "an empty file",
  "nul-byte": "a NUL byte",
  "long-line": "a line of more than 100,000 bytes",
  "conflict-marker": "a conflict marker of a merge",
  "unterminated-comment": "a comment that never ends",
  "unbalanced-braces": "a brace without its partner",
  "unbalanced-conditional": "an #if without #endif, or the other way round"
};
var NEXT = {
  "conflict-marker": "finish the merge first"
};
function sourceDefect(kind, place) {
  return {
    code: kind,
    place,
    expected: "a C source file that a compiler would read",
    found: FOUND[kind] ?? kind,
    next: NEXT[kind] ?? "restore the file from its origin, then run the command again"
  };
}

// src/port/text-defects.ts
function defectProblems(read2) {
  const files = [read2.sources.migration, read2.sources.savevm];
  const problems = files.flatMap(
    ({ defect: defect2, path, lines }) => defect2 ? [sourceDefect(defect2.kind, { file: path, line: lines.numberAt(defect2.offset) })] : []
  );
  const { events } = read2;
  const defect = byteDefect(events.text);
  if (defect) {
    const line = events.text.slice(0, defect.offset).split("\n").length;
    problems.push(sourceDefect(defect.kind, { file: events.path, line }));
  }
  return problems;
}
function endingNotes(texts2) {
  return [texts2.migration, texts2.savevm, texts2.events].flatMap(
    ({ path, text }) => lineEndings(text) === "mixed" ? [`${path} mixes LF and CRLF line ends; new lines end as their neighbours do`] : []
  );
}
function newBlemishes(before, after) {
  const problems = [];
  for (const role of ["migration", "savevm"]) {
    const [old, now] = [before.sources[role], after.sources[role]];
    if (now.defect) problems.push(sourceDefect(now.defect.kind, placeAt(now, now.defect.offset)));
    if (old.functions.length !== now.functions.length)
      problems.push(placementProblems.notParsed({ file: now.path }));
    problems.push(...blemishesIn(old, now));
  }
  return problems;
}
function blemishesIn(old, now) {
  return now.functions.flatMap((span, index) => {
    const was = old.functions[index];
    const same = was && old.slice({ start: was.start, end: was.end }) === now.slice(span);
    if (same) return [];
    const result = now.parse(span);
    return isParsed(result) ? [] : [placementProblems.notParsed(placeAt(now, result.offset))];
  });
}

// src/port/verdicts.ts
function verdict(result, before, options, written) {
  const { name, notApplicable } = result.checkpoint;
  if (!options.selected(name)) return { name, status: "skipped", sites: [] };
  if (result.status === "not-applicable") {
    return { name, status: "not-applicable", sites: [], reason: notApplicable ?? "not in this tree" };
  }
  const ways2 = result.sites.map((_, index) => wayOf(before?.sites[index], written));
  const sites = result.sites.map((site, index) => {
    const way = ways2[index];
    return way === void 0 ? placedCall(site) : { ...placedCall(site), written: way };
  });
  return { name, status: statusOf(ways2), sites };
}
function wayOf(before, written) {
  if (before === void 0 || !written.has(before)) return void 0;
  return before.existing ? "moved" : before.form;
}
function statusOf(ways2) {
  const done = ways2.filter((way) => way !== void 0);
  if (done.includes("moved")) return "moved";
  if (done.length === 0) return "present";
  return done.every((way) => way === "rename") ? "replaced" : "inserted";
}
function refused(texts2, recipe, checkpoints, problems, notes, options) {
  const verdicts = checkpoints.map(({ checkpoint: checkpoint2, status, sites, problems: own }) => {
    const { name } = checkpoint2;
    if (!options.selected(name)) return { name, status: "skipped", sites: [] };
    const reason = own[0]?.found;
    if (status === "unplaced" || reason)
      return { name, status: "unplaced", sites: [], ...reason ? { reason } : {} };
    if (status === "not-applicable")
      return { name, status, sites: [], reason: checkpoint2.notApplicable ?? "" };
    const present = sites.length > 0 && sites.every((site) => site.existing);
    return present ? { name, status: "present", sites: sites.map(placedCall) } : { name, status: "unplaced", sites: [], reason: "not placed, since the tree is refused" };
  });
  const files = [texts2.migration, texts2.savevm, texts2.events].map(({ path, text }) => ({
    path,
    before: text,
    after: text,
    edits: []
  }));
  return { recipe, verdicts, files, problems: uniqueProblems(problems), absent: [], notes };
}
function uniqueProblems(problems) {
  const seen = /* @__PURE__ */ new Set();
  return problems.filter((problem) => {
    const key = JSON.stringify(problem);
    return seen.has(key) ? false : seen.add(key);
  });
}
function placedCall(site) {
  const { file, name } = site.function;
  const at = site.existing?.call ?? site.statement;
  return {
    file: file.path,
    line: file.lineOf(at.start),
    function: name,
    why: site.placement.why,
    placement: site.placement.id
  };
}

// src/port/plan.ts
function planPort(texts2, recipe, options) {
  const read2 = readTexts(texts2, options.cache);
  const defects = defectProblems(read2);
  if (defects.length > 0) return refused(texts2, recipe, [], defects, [], options);
  const notes = endingNotes(texts2);
  const before = survey(read2.sources, recipe);
  const blocking = [
    ...before.problems,
    ...before.checkpoints.flatMap((one) => options.selected(one.checkpoint.name) ? one.problems : [])
  ];
  if (blocking.length > 0) return refused(texts2, recipe, before.checkpoints, blocking, notes, options);
  const edits = planEdits(read2, before, options);
  if (edits.problems.length > 0)
    return refused(texts2, recipe, before.checkpoints, edits.problems, notes, options);
  const after = {
    migration: { path: texts2.migration.path, text: splice(texts2.migration.text, edits.migration) },
    savevm: { path: texts2.savevm.path, text: splice(texts2.savevm.text, edits.savevm) },
    events: { path: texts2.events.path, text: splice(texts2.events.text, edits.events) }
  };
  const readAfter = readTexts(after);
  const result = survey(readAfter.sources, recipe);
  const files = ["migration", "savevm", "events"].map(
    (role) => ({
      path: texts2[role].path,
      before: texts2[role].text,
      after: after[role].text,
      edits: edits[role]
    })
  );
  const disproof = [...prove(result, readAfter.events, options.selected), ...newBlemishes(read2, readAfter)];
  if (disproof.length > 0) {
    const problems = disproof.map((problem) => inTheFile(problem, files));
    return refused(texts2, recipe, before.checkpoints, problems, notes, options);
  }
  return {
    recipe,
    verdicts: result.checkpoints.map(
      (one, index) => verdict(one, before.checkpoints[index], options, edits.written)
    ),
    files,
    problems: [],
    absent: absentCommits(read2, recipe),
    notes
  };
}
function inTheFile(problem, files) {
  const { place } = problem;
  const file = files.find((one) => one.path === place?.file);
  if (!place?.line || !file) return problem;
  const start = new Lines(file.after).startOfLine(place.line);
  const line = new Lines(file.before).numberAt(offsetBefore(file.edits, start));
  return { ...problem, place: { ...place, line } };
}

// src/catalogue/downtime-checkpoints/conditions.ts
var ENCLOSING = [
  // The state of the migration, or of the attempt: `s->state == MIGRATION_STATUS_ACTIVE`.
  /->state\b|_(?:ACTIVE|COMPLETED)\b|\b(?:ACTIVE|COMPLETED)\b/,
  // The result of the step before, in a local: `!ret`, `ret == 1`, `ret < 0`.
  /^!?\s*(?!\w*running)[a-z]\w*$/,
  /^(?!\w*running)[a-z]\w* (?:==|<|>=) \d$/,
  /^qemu_savevm_state_complete\(.*\) < 0$/,
  // Nothing is left to send, and there is room to send it (1.3 to 2.4).
  /pending/,
  /xfer_limit|qemu_file_rate_limit/
];
var CASCADE = [/autostart|global_state|runstate|colo|guest_ran|vm_running/];
var MAIN_LOOPS = ["migration_thread", "buffered_file_thread"];

// src/catalogue/downtime-checkpoints/paths.ts
var PRECOPY_STOP = [
  "migration_completion_precopy",
  "migration_completion",
  "migration_thread",
  "buffered_file_thread",
  "migrate_fd_put_ready"
];
var PRECOPY_END = [
  "migration_completion_end",
  "migration_calculate_complete",
  "migration_thread",
  "buffered_file_thread",
  "migrate_fd_put_ready"
];
var PRECOPY_RESUME = [
  "process_incoming_migration_bh",
  "process_incoming_migration_co",
  "process_incoming_migration"
];
var POSTCOPY_RESUME = ["loadvm_postcopy_handle_run_bh", "loadvm_postcopy_handle_run"];
var PRECOPY = { path: "precopy", signs: [] };
var POSTCOPY = {
  path: "postcopy",
  signs: ["postcopy_start", "qemu_savevm_send_postcopy_run"]
};
var BACKGROUND = {
  path: "background-snapshot",
  signs: ["bg_migration_thread", "bg_migration_vm_start_bh", "bg_migration_iteration_run"]
};
var ANY2 = { path: "any", signs: [] };

// src/catalogue/downtime-checkpoints/destination-postcopy.ts
var OLD_CALL = "trace_loadvm_postcopy_handle_run_bh";
var GENERATION = ["trace_loadvm_postcopy_handle_run_cpu_sync", "trace_loadvm_postcopy_handle_run_vmstart"];
var HERE = { to: "statement" };
var NO_POSTCOPY = "no postcopy in this tree";
var slot = (placements) => ({
  ...ANY2,
  functions: POSTCOPY_RESUME,
  signs: ["loadvm_postcopy_handle_run", "postcopy_start"],
  placements
});
var common = (oldArgument) => ({
  functions: POSTCOPY_RESUME,
  requires: ["vm_start"],
  climb: HERE,
  side: "after",
  evidence: GENERATION,
  renames: { call: OLD_CALL, argument: oldArgument }
});
var checkpoint = (name, meaning, upstream, upstreamPlacement, changedBy, placements) => ({
  name,
  side: "destination",
  phase: "resume-postcopy",
  meaning,
  upstream: `loadvm_postcopy_handle_run_bh, ${upstream}`,
  upstreamPlacement,
  since: "8.2",
  changedBy,
  file: "savevm",
  slots: [slot(placements)],
  notApplicable: NO_POSTCOPY
});
var postcopyEnter = checkpoint(
  "dst-postcopy-bh-enter",
  "the resume bottom half begins",
  "after the declarations",
  "postcopy-bh-entry",
  [],
  [
    {
      ...common("enter"),
      id: "postcopy-bh-entry",
      why: "where the bottom half begins",
      functions: ["loadvm_postcopy_handle_run_bh"],
      anchor: { kind: "declarations" },
      side: "before"
    },
    {
      ...common("enter"),
      id: "postcopy-inline-entry",
      why: "where the resume begins, behind the state check (no bottom half in 2.5)",
      functions: ["loadvm_postcopy_handle_run"],
      anchor: { kind: "call", names: ["cpu_synchronize_all_post_init"], pick: "first" },
      topLevel: true,
      side: "before"
    }
  ]
);
var postcopyCpuSynced = checkpoint(
  "dst-postcopy-bh-cpu-synced",
  "vCPU state pushed to the accelerator",
  "after the first cpu_synchronize_all_post_init",
  "postcopy-cpu-synced",
  [],
  [
    {
      ...common("after cpu sync"),
      id: "postcopy-cpu-synced",
      why: "after the first vCPU synchronisation (2.5 to 4.0 have two)",
      anchor: { kind: "call", names: ["cpu_synchronize_all_post_init"], pick: "first" },
      topLevel: true
    }
  ]
);
var postcopyAnnounced = checkpoint(
  "dst-postcopy-bh-announced",
  "self-announcement sent",
  "after qemu_announce_self",
  "postcopy-announced",
  [],
  [
    {
      ...common("after announce"),
      id: "postcopy-announced",
      why: "after the announcement",
      anchor: { kind: "call", names: ["qemu_announce_self"], pick: "only" },
      topLevel: true
    }
  ]
);
var postcopyCacheInvalidated = checkpoint(
  "dst-postcopy-bh-cache-invalidated",
  "block nodes activated (from 10.0: only when autostarting)",
  "after the block nodes are activated and the error is handled",
  "postcopy-caches",
  ["61f2b48998"],
  [
    {
      ...common("after invalidate cache"),
      id: "postcopy-caches",
      why: "after the block nodes are activated and the error is handled",
      anchor: { kind: "call", names: ["bdrv_invalidate_cache_all", "bdrv_activate_all"], pick: "only" },
      glue: "error-check"
    },
    {
      ...common("after invalidate cache"),
      id: "postcopy-block-activate",
      why: "after the block nodes are activated (10.0 and later)",
      anchor: { kind: "call", names: ["migration_block_activate"], pick: "only" },
      glue: "error-check"
    }
  ]
);
var postcopyVmStarted = checkpoint(
  "dst-postcopy-bh-vm-started",
  "the guest runs",
  "last statement",
  "postcopy-bh-end",
  [],
  [
    {
      // 9cf268965d and 699d9476a0, between 8.2 and 9.0, hold a reference around the bottom half.
      ...common("return"),
      id: "postcopy-bh-unref",
      everyPath: true,
      why: "where the work of the bottom half ends, before it drops its reference",
      functions: ["loadvm_postcopy_handle_run_bh"],
      anchor: { kind: "call", names: ["object_unref"], pick: "last" },
      topLevel: true,
      side: "before"
    },
    {
      ...common("return"),
      id: "postcopy-bh-end",
      everyPath: true,
      why: "where the bottom half ends",
      functions: ["loadvm_postcopy_handle_run_bh"],
      anchor: { kind: "end" }
    },
    {
      ...common("return"),
      id: "postcopy-inline-started",
      why: "after the guest runs (no bottom half in 2.5)",
      functions: ["loadvm_postcopy_handle_run"],
      anchor: { kind: "call", names: ["vm_start"], pick: "last" },
      climb: { to: "body" }
    }
  ]
);

// src/catalogue/downtime-checkpoints/destination-precopy.ts
var HERE2 = { to: "statement" };
var INLINE = ["process_incoming_migration_co", "process_incoming_migration"];
var RESUMES = ["qemu_announce_self", "vm_start"];
var loadvmCompleted = {
  name: "dst-precopy-loadvm-completed",
  side: "destination",
  phase: "load",
  meaning: "the main stream is loaded (in postcopy too, whatever the name says)",
  upstream: "process_incoming_migration_co, after qemu_loadvm_state and the reset of loadvm_co",
  upstreamPlacement: "loadvm-call",
  since: "8.2",
  changedBy: [],
  file: "migration",
  slots: [
    {
      ...ANY2,
      functions: INLINE,
      placements: [
        {
          id: "loadvm-call",
          why: "after the stream was loaded, before anything is decided by the result",
          functions: INLINE,
          anchor: { kind: "call", names: ["qemu_loadvm_state"], pick: "only" },
          climb: HERE2,
          side: "after",
          glue: "reset",
          hoistInto: ["ret", "loaded"]
        }
      ]
    }
  ]
};
var bottomHalfEnter = {
  name: "dst-precopy-bh-enter",
  side: "destination",
  phase: "resume-precopy",
  meaning: "the resume bottom half begins",
  upstream: "process_incoming_migration_bh, after the declarations",
  upstreamPlacement: "precopy-bh-entry",
  since: "8.2",
  changedBy: [],
  file: "migration",
  slots: [
    {
      ...ANY2,
      functions: PRECOPY_RESUME,
      placements: [
        {
          id: "precopy-bh-entry",
          why: "where the bottom half begins",
          functions: ["process_incoming_migration_bh"],
          requires: RESUMES,
          anchor: { kind: "declarations" },
          climb: HERE2,
          side: "before"
        },
        {
          id: "precopy-inline-entry",
          why: "where the resume begins (no bottom half before 2.6)",
          functions: INLINE,
          requires: RESUMES,
          anchor: { kind: "call", names: ["qemu_announce_self", "bdrv_invalidate_cache_all"], pick: "first" },
          climb: { to: "body" },
          side: "before"
        }
      ]
    }
  ]
};
var bottomHalfAnnounced = {
  name: "dst-precopy-bh-announced",
  side: "destination",
  phase: "resume-precopy",
  meaning: "self-announcement (ARP/RARP) sent",
  upstream: "process_incoming_migration_bh, after qemu_announce_self",
  upstreamPlacement: "precopy-announced",
  since: "8.2",
  changedBy: [],
  file: "migration",
  slots: [
    {
      ...ANY2,
      functions: PRECOPY_RESUME,
      placements: [
        {
          id: "precopy-announced",
          why: "after the announcement",
          functions: PRECOPY_RESUME,
          requires: RESUMES,
          anchor: { kind: "call", names: ["qemu_announce_self"], pick: "only" },
          climb: HERE2,
          side: "after"
        }
      ]
    }
  ]
};
var bottomHalfVmStarted = {
  name: "dst-precopy-bh-vm-started",
  side: "destination",
  phase: "resume-precopy",
  meaning: "the guest runs (or its final run state is set)",
  upstream: "process_incoming_migration_bh, after the whole run state cascade",
  upstreamPlacement: "precopy-vm-started",
  since: "8.2",
  changedBy: [],
  file: "migration",
  slots: [
    {
      ...ANY2,
      functions: PRECOPY_RESUME,
      placements: [
        {
          id: "precopy-vm-started",
          why: "after the guest runs or its final run state is set",
          functions: PRECOPY_RESUME,
          requires: RESUMES,
          anchor: { kind: "call", names: ["vm_start"], pick: "last" },
          climb: { to: "body" },
          side: "after"
        }
      ]
    }
  ]
};

// src/catalogue/downtime-checkpoints/series.ts
var SERIES = [
  {
    commit: "62f5da7dd10a594fb30cebb5569dc738456f7131",
    subject: "migration: Set downtime_start even for postcopy",
    describe: "v8.1.0-2477-g62f5da7dd1",
    sign: {
      kind: "code",
      function: "postcopy_start",
      pattern: /->\s*downtime_start\s*=(?!=)|\b(?:migration_downtime_start|migration_stop_vm)\s*\(/
    }
  },
  {
    commit: "e22ffad03a32d3fc4717561f8af5ef7d9657728d",
    subject: "migration: Add migration_downtime_start|end() helpers",
    describe: "v8.1.0-2478-ge22ffad03a",
    sign: { kind: "function", names: ["migration_downtime_start", "migration_downtime_end"] }
  },
  {
    commit: "3c80f14272057f77c87fb9971e8c4f603a03289a",
    subject: "migration: Add per vmstate downtime tracepoints",
    describe: "v8.1.0-2479-g3c80f14272",
    sign: { kind: "event", name: "vmstate_downtime_load" }
  },
  {
    commit: "93bdf888fa5c1b3972e337c8c8fbe7d2bcd29900",
    subject: "migration: migration_stop_vm() helper",
    describe: "v8.1.0-2480-g93bdf888fa",
    sign: { kind: "function", names: ["migration_stop_vm"] }
  }
];

// src/catalogue/downtime-checkpoints/source-end.ts
var GUARDS = [/^!\s*\w+->downtime$/, /^\w+->downtime == 0$/, /^!\s*entered_postcopy$/];
var endHelper = {
  id: "end-helper",
  why: "when the helper has the downtime",
  functions: ["migration_downtime_end"],
  helper: true,
  anchor: { kind: "store", into: { kind: "field", name: "downtime" }, exceptZero: true },
  climb: { to: "guard", conditions: GUARDS },
  fixedInsideGuard: true,
  side: "after"
};
var endField = (functions) => ({
  ...endHelper,
  id: "end-field",
  why: "after the downtime is calculated",
  functions,
  helper: false
});
var downtimeEnd = {
  name: "src-downtime-end",
  side: "source",
  phase: "completion",
  meaning: "the source has its downtime figure",
  upstream: "migration_downtime_end, last statement",
  upstreamPlacement: "end-helper",
  since: "8.2",
  changedBy: ["812145fcf7"],
  file: "migration",
  slots: [
    {
      ...PRECOPY,
      functions: PRECOPY_END,
      placements: [
        endHelper,
        endField(PRECOPY_END),
        {
          id: "end-completed",
          why: "after the migration completed (no downtime is measured before 1.3)",
          functions: ["migrate_fd_put_ready"],
          anchor: { kind: "call", names: ["migrate_fd_completed"], pick: "only" },
          climb: { to: "statement" },
          side: "after"
        }
      ]
    },
    { ...POSTCOPY, functions: ["postcopy_start"], placements: [endHelper, endField(["postcopy_start"])] },
    {
      ...BACKGROUND,
      functions: ["bg_migration_vm_start_bh"],
      placements: [endHelper, endField(["bg_migration_vm_start_bh"])]
    }
  ]
};

// src/catalogue/downtime-checkpoints/source-save.ts
var HERE3 = { to: "statement" };
var iterableSaved = {
  name: "src-iterable-saved",
  side: "source",
  phase: "iterable",
  meaning: "every iterable section has its END (RAM, block dirty bitmaps)",
  upstream: "qemu_savevm_state_complete_precopy_iterable, before its return 0",
  upstreamPlacement: "iterable-function",
  since: "8.2",
  changedBy: [],
  file: "savevm",
  slots: [
    {
      ...ANY2,
      functions: [
        "qemu_savevm_state_complete_precopy_iterable",
        "qemu_savevm_state_complete_precopy",
        "qemu_savevm_state_complete"
      ],
      placements: [
        {
          id: "iterable-function",
          why: "before the iterable part returns success",
          functions: ["qemu_savevm_state_complete_precopy_iterable"],
          calledUnder: {
            in: "qemu_savevm_state_complete_precopy",
            condition: "!in_postcopy || iterable_only",
            twiceBy: "postcopy_start"
          },
          anchor: { kind: "return", text: "0" },
          topLevel: true,
          climb: HERE3,
          side: "before"
        },
        {
          id: "iterable-loop-guarded",
          why: "after the loop over iterable sections, unless this is the second pass of postcopy, which skips them",
          functions: ["qemu_savevm_state_complete_precopy"],
          anchor: { kind: "loop", callingMember: ["save_live_complete_precopy"] },
          topLevel: true,
          climb: HERE3,
          side: "after",
          under: { condition: "!in_postcopy || iterable_only", declares: ["in_postcopy", "iterable_only"] }
        },
        {
          // Between a3e06c3d13 (the name) and 763c906b0e's follow-ups (iterable_only) in 2.5's development.
          id: "iterable-loop-once",
          why: "after the loop over iterable sections, which every path passes once",
          functions: ["qemu_savevm_state_complete_precopy"],
          calledOnceBy: "postcopy_start",
          anchor: { kind: "loop", callingMember: ["save_live_complete_precopy"] },
          topLevel: true,
          climb: HERE3,
          side: "after"
        },
        {
          id: "iterable-loop",
          why: "after the loop over iterable sections",
          functions: ["qemu_savevm_state_complete"],
          anchor: { kind: "loop", callingMember: ["save_live_complete", "save_live_state"] },
          topLevel: true,
          climb: HERE3,
          side: "after"
        }
      ]
    }
  ]
};
var nonIterableSaved = {
  name: "src-non-iterable-saved",
  side: "source",
  phase: "non-iterable",
  meaning: "every device state (FULL sections) is in the stream",
  upstream: "qemu_savevm_state_complete_precopy_non_iterable, before its return 0",
  upstreamPlacement: "non-iterable-function",
  since: "8.2",
  changedBy: [],
  file: "savevm",
  slots: [
    {
      ...ANY2,
      functions: [
        "qemu_savevm_state_complete_precopy_non_iterable",
        "qemu_savevm_state_complete_precopy",
        "qemu_savevm_state_complete"
      ],
      placements: [
        {
          id: "non-iterable-function",
          why: "before the non-iterable part returns success",
          functions: ["qemu_savevm_state_complete_precopy_non_iterable"],
          anchor: { kind: "return", text: "0" },
          topLevel: true,
          climb: HERE3,
          side: "before"
        },
        {
          id: "non-iterable-flush",
          why: "before the stream is flushed",
          functions: ["qemu_savevm_state_complete_precopy", "qemu_savevm_state_complete"],
          // Since 4.2 a function of its own ends the stream, and not every path comes through this one.
          requires: ["qemu_put_byte"],
          anchor: { kind: "call", names: ["qemu_fflush"], pick: "only" },
          topLevel: true,
          climb: HERE3,
          side: "before"
        },
        {
          id: "non-iterable-return",
          why: "before the error of the stream is returned (1.0 to 1.4 do not flush here)",
          functions: ["qemu_savevm_state_complete"],
          anchor: { kind: "call", names: ["qemu_file_get_error"], pick: "last" },
          topLevel: true,
          climb: HERE3,
          side: "before"
        },
        {
          id: "non-iterable-end",
          why: "where the function ends (1.5 in development neither flushes nor returns here)",
          functions: ["qemu_savevm_state_complete"],
          requires: ["qemu_put_byte"],
          anchor: { kind: "end" },
          climb: HERE3,
          side: "after"
        }
      ]
    }
  ]
};

// src/catalogue/downtime-checkpoints/source-stop.ts
var HERE4 = { to: "statement" };
var startHelper = {
  id: "start-helper",
  why: "before the helper takes the start time",
  functions: ["migration_downtime_start"],
  helper: true,
  anchor: { kind: "store", into: { kind: "field", name: "downtime_start" } },
  climb: HERE4,
  side: "before"
};
var startField = (functions) => ({
  id: "start-field",
  why: "before the start time is taken",
  functions,
  anchor: { kind: "store", into: { kind: "field", name: "downtime_start" } },
  climb: HERE4,
  side: "before"
});
var downtimeStart = {
  name: "src-downtime-start",
  side: "source",
  phase: "stop",
  meaning: "the downtime clock starts, right before the guest stops",
  upstream: "migration_downtime_start, first statement",
  upstreamPlacement: "start-helper",
  since: "8.2",
  changedBy: [],
  file: "migration",
  slots: [
    {
      ...PRECOPY,
      functions: PRECOPY_STOP,
      placements: [
        startHelper,
        startField(PRECOPY_STOP),
        {
          id: "start-pointer",
          why: "before the start time is stored for the caller (2.5 to 2.11)",
          functions: PRECOPY_STOP,
          anchor: { kind: "store", into: { kind: "pointer", name: "start_time" } },
          climb: HERE4,
          side: "before"
        },
        {
          id: "start-local",
          why: "before the start time is taken (1.3 to 2.4)",
          functions: PRECOPY_STOP,
          requires: ["vm_stop_force_state"],
          anchor: { kind: "store", into: { kind: "variable", name: "start_time" } },
          climb: HERE4,
          side: "before"
        },
        {
          id: "start-wakeup",
          why: "before the guest is woken to be stopped (no downtime is measured before 1.3)",
          functions: ["migrate_fd_put_ready"],
          requires: ["vm_stop_force_state"],
          anchor: { kind: "call", names: ["qemu_system_wakeup_request"], pick: "only" },
          climb: HERE4,
          side: "before"
        },
        {
          id: "start-stop",
          why: "before the guest stops (1.0 has neither a downtime nor a wakeup)",
          functions: ["migrate_fd_put_ready"],
          anchor: { kind: "call", names: ["vm_stop_force_state"], pick: "only" },
          climb: HERE4,
          side: "before"
        }
      ]
    },
    {
      ...POSTCOPY,
      functions: ["postcopy_start"],
      placements: [
        startHelper,
        startField(["postcopy_start"]),
        {
          id: "start-postcopy-wakeup",
          why: "where 62f5da7dd1 moved the start to (time_at_stop is taken too early)",
          functions: ["postcopy_start"],
          anchor: { kind: "call", names: ["qemu_system_wakeup_request"], pick: "only" },
          topLevel: true,
          climb: HERE4,
          side: "before"
        }
      ]
    },
    {
      ...BACKGROUND,
      functions: ["bg_migration_thread"],
      placements: [startHelper, startField(["bg_migration_thread"])]
    }
  ]
};
var STOP_CALL = ["vm_stop_force_state"];
var stopWrapper = {
  id: "stop-wrapper",
  upstreamShape: true,
  why: "after the wrapper stopped the guest",
  functions: ["migration_stop_vm"],
  helper: true,
  anchor: { kind: "call", names: STOP_CALL, pick: "only" },
  climb: HERE4,
  side: "after",
  hoistInto: ["ret", "stopped"]
};
var stopCall = (functions) => ({
  id: "stop-call",
  why: "after the guest stopped",
  functions,
  anchor: { kind: "call", names: STOP_CALL, pick: "only" },
  climb: HERE4,
  side: "after",
  hoistInto: ["ret", "stopped"]
});
var vmStopped = {
  name: "src-vm-stopped",
  side: "source",
  phase: "stop",
  meaning: "the stop call returned",
  upstream: "migration_stop_vm, after vm_stop_force_state",
  upstreamPlacement: "stop-wrapper",
  since: "8.2",
  changedBy: [],
  file: "migration",
  slots: [
    {
      ...PRECOPY,
      functions: PRECOPY_STOP,
      placements: [
        stopWrapper,
        {
          id: "stop-in-both-arms",
          passing: true,
          why: "after the guest stopped, one way or the other (1.4)",
          functions: PRECOPY_STOP,
          anchor: { kind: "call-in-each-arm", names: ["vm_stop", "vm_stop_force_state"] },
          climb: HERE4,
          side: "after"
        },
        stopCall(PRECOPY_STOP)
      ]
    },
    { ...POSTCOPY, functions: ["postcopy_start"], placements: [stopWrapper, stopCall(["postcopy_start"])] },
    {
      ...BACKGROUND,
      functions: ["bg_migration_thread"],
      placements: [stopWrapper, stopCall(["bg_migration_thread"])]
    }
  ]
};

// src/catalogue/downtime-checkpoints/index.ts
var downtimeCheckpoints = {
  name: "checkpoints",
  commit: "3e5f3bcdc281fed483b5bbe72050b63d4b41abf5",
  release: "8.2.0",
  tag: "v8.2.0-rc0",
  subject: "migration: Add tracepoints for downtime checkpoints",
  call: {
    function: "trace_vmstate_downtime_checkpoint",
    template: "checkpoint-call.txt",
    guarded: "checkpoint-call-guarded.txt"
  },
  include: "trace.h",
  event: {
    name: "vmstate_downtime_checkpoint",
    template: "checkpoint-event.txt",
    // vmstate_downtime_load comes with 3c80f14272, vmstate_load with 2.0, savevm_section_end with 1.2.
    after: ["vmstate_downtime_load", "vmstate_load", "savevm_section_end"],
    section: "checkpoint-event-section.txt",
    removes: {
      name: "loadvm_postcopy_handle_run_bh",
      line: 'loadvm_postcopy_handle_run_bh(const char *str) "%s"',
      follows: "loadvm_postcopy_handle_run"
    }
  },
  enclosing: ENCLOSING,
  cascade: CASCADE,
  mainLoops: MAIN_LOOPS,
  order: [
    ["src-downtime-start", "src-vm-stopped"],
    ["src-vm-stopped", "src-downtime-end"],
    ["src-iterable-saved", "src-non-iterable-saved"],
    ["dst-precopy-loadvm-completed", "dst-precopy-bh-enter"],
    ["dst-precopy-bh-enter", "dst-precopy-bh-announced"],
    ["dst-precopy-bh-announced", "dst-precopy-bh-vm-started"],
    ["dst-postcopy-bh-enter", "dst-postcopy-bh-cpu-synced"],
    ["dst-postcopy-bh-cpu-synced", "dst-postcopy-bh-announced"],
    ["dst-postcopy-bh-announced", "dst-postcopy-bh-cache-invalidated"],
    ["dst-postcopy-bh-cache-invalidated", "dst-postcopy-bh-vm-started"]
  ],
  checkpoints: [
    downtimeStart,
    vmStopped,
    iterableSaved,
    nonIterableSaved,
    downtimeEnd,
    loadvmCompleted,
    bottomHalfEnter,
    bottomHalfAnnounced,
    bottomHalfVmStarted,
    postcopyEnter,
    postcopyCpuSynced,
    postcopyAnnounced,
    postcopyCacheInvalidated,
    postcopyVmStarted
  ],
  precededBy: SERIES,
  fixes: [
    {
      commit: "812145fcf7a6d290b69383dc5f25ed00360639d8",
      subject: "migration: Avoid two src-downtime-end tracepoints for postcopy",
      checkpoint: "src-downtime-end"
    },
    {
      commit: "61f2b489987c51159c53101a072c6aa901b50506",
      subject: "migration/block: Apply late-block-active behavior to postcopy",
      checkpoint: "dst-postcopy-bh-cache-invalidated"
    }
  ],
  misspellings: {
    "src-downtime-stop": "src-downtime-end",
    "dst-precopy-loadvm-completes": "dst-precopy-loadvm-completed"
  }
};

// src/catalogue/recipes.ts
var defaultRecipe = downtimeCheckpoints;

// ../../tmp/w/flow.ts
var EFFECTS = {
  checkpoint: "trace_vmstate_downtime_checkpoint",
  stateSetters: ["migrate_set_state", "migrate_finish_set_state"],
  stateField: "state",
  fields: ["downtime", "start_postcopy", "complete"],
  defer: ["qemu_bh_schedule", "migration_bh_schedule", "aio_bh_schedule_oneshot", "qemu_thread_create"],
  read: ["qatomic_read", "atomic_read", "atomic_mb_read", "qatomic_load_acquire"],
  write: ["qatomic_set", "atomic_set", "atomic_mb_set", "qatomic_mb_set"],
  steady: ["migrate_colo", "migrate_colo_enabled", "migrate_mode_is_cpr", "migrate_pause_before_switchover"],
  sticky: ["qemu_file_get_error", "qemu_file_has_error", "qemu_file_get_error_obj", "qemu_file_get_error_obj_any"],
  raise: ["qemu_file_set_error", "qemu_file_set_error_obj"],
  attempts: ["postcopy_start"],
  steps: ["qemu_savevm_state_complete_precopy_iterable", "qemu_savevm_state_complete_precopy_non_iterable", "qemu_savevm_state_complete_precopy", "qemu_savevm_state_complete"],
  borders: ["qemu_loadvm_state"],
  marks: ["postcopy_start", "qemu_announce_self", "qemu_loadvm_state"],
  waits: ["postcopy_pause"]
};
var rd = (r, ...ps) => {
  for (const p of ps) {
    const f = `/tmp/rel/${r}/${p}`;
    if (existsSync2(f)) return { path: p, text: readFileSync2(f, "latin1") };
  }
  throw new Error(ps.join());
};
var texts = (r) => ({ migration: rd(r, "migration/migration.c", "migration.c"), savevm: rd(r, "migration/savevm.c", "savevm.c"), events: rd(r, "migration/trace-events", "trace-events") });
var ST = { state: ["MIGRATION_STATUS_SETUP", "MIG_STATE_SETUP", "MIG_STATE_ACTIVE"], downtime: ["0"], complete: ["0"] };
var SC = [
  { id: "postcopy", entries: ["migration_thread"], fields: { ...ST, start_postcopy: ["1"] }, stored: { downtime: 4 } },
  { id: "source", entries: ["migration_thread", "buffered_file_thread", "migrate_fd_put_ready"], fields: { ...ST, start_postcopy: ["0"] }, stored: { downtime: 4 } },
  { id: "post-0ms", entries: ["migration_thread", "buffered_file_thread", "migrate_fd_put_ready"], fields: { ...ST, start_postcopy: ["1"] }, stored: { downtime: 2 } },
  { id: "bg", entries: ["bg_migration_thread"], fields: ST, stored: { downtime: 4 } },
  { id: "savevm", entries: ["qemu_savevm_state"], fields: { state: ["MIGRATION_STATUS_NONE"] }, stored: { downtime: 4 } },
  { id: "load", entries: ["process_incoming_migration_co", "process_incoming_migration"], stored: {} },
  { id: "run", entries: ["loadvm_postcopy_handle_run"], stored: {} }
];
var short = (n) => n.replace("src-", "s:").replace("dst-", "d:").replace("downtime-", "dt-").replace("precopy-", "pre-").replace("postcopy-", "post-");
for (const r of process.argv.slice(2)) {
  let t = texts(r);
  const plan = planPort(t, defaultRecipe, { selected: () => true, fixes: false });
  if (plan.problems.length) {
    console.log(r, "REFUSED");
    continue;
  }
  t = Object.fromEntries(["migration", "savevm", "events"].map((k, i) => [k, { path: t[k].path, text: plan.files[i].after }]));
  const { sources } = readTexts(t);
  const t0 = performance.now();
  const program = new Program([sources.migration, sources.savevm]);
  const all = SC.flatMap((sc) => sc.entries.filter((e, i) => program.defines(e) && !sc.entries.slice(0, i).some((x) => program.defines(x))));
  const rel = new Relevance(program, EFFECTS, all);
  const runners = /* @__PURE__ */ new Map();
  for (const sc of SC) {
    const entry = sc.entries.find((e) => program.defines(e));
    if (!entry) {
      console.log(r, sc.id, "n/a");
      continue;
    }
    const t1 = performance.now();
    const t2 = performance.now();
    const rk = sc.stored.downtime === 2 ? 0 : 1;
    const runner = runners.get(rk) ?? new Runner(rel, { answers: new Map(Object.entries({ migrate_mode_is_cpr: FALSE, global_state_store: { signs: 3 }, migrate_colo: FALSE, migrate_colo_enabled: FALSE })), stored: new Map(Object.entries(sc.stored).map(([k, v]) => [k, v === 2 ? FALSE : { signs: v }])) });
    runners.set(rk, runner);
    let state = NOTHING;
    for (const [f, cs] of Object.entries(sc.fields ?? {})) {
      const c = cs.find((c2) => c2 === "0" || c2 === "1" || [...program.reach([entry])].some((f2) => program.words(f2).has(c2)));
      if (c) state = withValue(state, "." + f, constant(c));
    }
    try {
      const ends = runner.run(entry, state);
      const groups = /* @__PURE__ */ new Map();
      for (const e of ends) {
        const st = e.state.known.get(".state")?.is ?? "?";
        const k = (e.state.over ? "OVER " : e.state.failed ? "NOTOK " : "") + st.replace("MIGRATION_STATUS_", "").replace("MIG_STATE_", "") + " | " + e.state.happened.map((h) => h.kind === "mark" ? `<${h.name}>` : short(h.name)).join(" ") + (sc.id === "savevm" ? " = " + (e.result.is ?? e.result.signs) : "");
        groups.set(k, (groups.get(k) ?? 0) + 1);
      }
      if (process.env.PATHS) {
        for (const e of ends) if (process.env.PATHS === sc.id && e.state.known.get(".state")?.is?.includes("COMPLETED")) console.log([...e.state.known].map(([a, b]) => a + JSON.stringify(b)).join(" "), e.state.happened.map((h) => h.name + " " + h.path.map((p) => p.function + ":" + p.line).join(">")).join("\n   "));
      }
      console.log(`${r} ${sc.id} fns=${rel.functions.size} rel=${(t2 - t1).toFixed(1)}ms run=${(performance.now() - t2).toFixed(1)}ms ends=${ends.length}`);
      for (const [k, n] of [...groups].sort()) console.log("   ", n, k);
    } catch (e) {
      if (e instanceof Undecided) console.log(r, sc.id, "UNDECIDED", e.message);
      else throw e;
    }
  }
  console.log(r, "total", (performance.now() - t0).toFixed(1));
}
if (process.env.DUMP) {
  const { sources } = readTexts(texts(process.argv[2]));
  const program = new Program([sources.migration, sources.savevm]);
  const rel = new Relevance(program, EFFECTS, [process.env.DUMP]);
  for (const f of rel.functions) {
    const s = rel.slice(f);
    console.log([...rel.fields].join(" "));
    console.log(f, "tests", s?.tests.size, "places", [...s?.places ?? []].join(" "));
  }
}
export {
  texts
};
