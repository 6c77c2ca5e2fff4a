// Finds the refusals of every operation in the code: the error codes that the calls behind its door can reach.
import path from 'node:path';
import ts from 'typescript';

const DOORS = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete']);
/** Methods of classes that a decorator names: guards, and authorities of large bodies. */
const CALLED_BY_DECORATORS = ['canActivate', 'authorize'];
const DISCRIMINANT = 'kind';
/** Large declarations that say nothing about our results. */
const SKIPPED = /\/generated\/|^stripe$|^@(prisma|nestjs)\//;

const decoratorsOf = (node) => (ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : []);
const nameOf = ({ expression }) => (ts.isCallExpression(expression) ? expression.expression.getText() : '');
const isFunction = (node) => ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node);

/**
 * Returns the codes of each operation, by its id in the OpenAPI document. Results of services are unions tagged
 * `kind`: where one is mapped to codes, only the kinds that the caller can have count.
 */
export function operationCodes(project, folder) {
  const { config } = ts.readConfigFile(path.join(project, 'tsconfig.build.json'), (file) => ts.sys.readFile(file));
  const { fileNames, options } = ts.parseJsonConfigFileContent({ ...config, include: [folder] }, ts.sys, project);
  const program = ts.createProgram(fileNames, { ...options, noEmit: true, types: [] }, hostOf(options));
  const isOurs = (name) =>
    name.startsWith(path.join(project, folder, path.sep)) && !name.endsWith('.d.ts') && !SKIPPED.test(name);
  const graph = new CallGraph(program, isOurs);
  const found = {};
  for (const controller of graph.classes.filter((each) =>
    decoratorsOf(each).some((one) => nameOf(one) === 'Controller'),
  ))
    for (const method of graph.methodsOf(controller))
      if (decoratorsOf(method).some((one) => DOORS.has(nameOf(one))))
        found[`${controller.name.text}_${method.name.getText()}`] = graph.codesOf(controller, method);
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Leaves the largest packages unread: no package refuses anything, and their types take longer than ours. */
function hostOf(options) {
  const host = ts.createCompilerHost(options);
  const resolve = ({ text }, file) =>
    SKIPPED.test(text) ? undefined : ts.resolveModuleName(text, file, options, host).resolvedModule;
  host.resolveModuleNameLiterals = (names, file) => names.map((name) => ({ resolvedModule: resolve(name, file) }));
  return host;
}

/** Returns the type `ErrorCode`, by which a literal is known to be a code. */
function codeTypeOf(checker, sources) {
  for (const source of sources)
    for (const statement of source.statements)
      if (ts.isTypeAliasDeclaration(statement) && statement.name.text === 'ErrorCode')
        return checker.getTypeAtLocation(statement.name);
  throw new Error('there is no type ErrorCode');
}

class CallGraph {
  classes = [];
  #subclasses = new Map();
  #summaries = new Map();
  #ids = new Map();

  constructor(program, isOurs) {
    const sources = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName));
    this.isOurs = isOurs;
    this.checker = program.getTypeChecker();
    this.codeType = codeTypeOf(this.checker, sources);
    this.codes = new Set(this.codeType.types.map(({ value }) => value));
    const visit = (node) => {
      if (ts.isClassDeclaration(node) && node.name) this.#addClass(node);
      ts.forEachChild(node, visit);
    };
    sources.forEach(visit);
  }

  #addClass(node) {
    this.classes.push(node);
    const base = this.#baseOf(node);
    if (base) this.#subclasses.set(base, [...(this.#subclasses.get(base) ?? []), node]);
  }

  #baseOf(node) {
    const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
    const declaration = clause && this.#declarationsOf(clause.types[0].expression)[0];
    return declaration && ts.isClassDeclaration(declaration) ? declaration : null;
  }

  /** Returns the methods of a class and of those it extends. */
  methodsOf(node) {
    const own = node.members.filter((member) => ts.isMethodDeclaration(member));
    const base = this.#baseOf(node);
    const names = new Set(own.map(({ name }) => name.getText()));
    return [...own, ...(base ? this.methodsOf(base).filter(({ name }) => !names.has(name.getText())) : [])];
  }

  /** Returns the sorted codes of a door: of its guards, of what its parameters are read with, and of its calls. */
  codesOf(controller, method) {
    const edges = [{ node: method, kinds: new Map() }];
    for (const each of [controller, method, ...method.parameters])
      for (const decorator of decoratorsOf(each)) edges.push(...this.#edgesOfDecorator(decorator));
    const codes = new Set();
    const seen = new Set();
    for (let edge = edges.pop(); edge; edge = edges.pop()) {
      const key = this.#keyOf(edge);
      if (seen.has(key)) continue;
      seen.add(key);
      const summary = this.#summaryOf(key, edge);
      for (const code of summary.codes) codes.add(code);
      edges.push(...summary.edges);
    }
    return [...codes].sort();
  }

  #edgesOfDecorator(decorator) {
    const edges = [];
    const visit = (node) => {
      if (ts.isIdentifier(node))
        for (const declaration of this.#declarationsOf(node)) {
          const called = ts.isClassDeclaration(declaration)
            ? this.methodsOf(declaration).filter(({ name }) => CALLED_BY_DECORATORS.includes(name.getText()))
            : [declaration];
          edges.push(...called.map((each) => ({ node: each, kinds: new Map() })));
        }
      ts.forEachChild(node, visit);
    };
    visit(decorator.expression);
    return edges;
  }

  #keyOf({ node, kinds }) {
    if (!this.#ids.has(node)) this.#ids.set(node, this.#ids.size);
    const terms = [...kinds].map(([index, names]) => `${index}:${[...names].sort().join()}`);
    return [this.#ids.get(node), ...terms].join(' ');
  }

  #summaryOf(key, { node, kinds }) {
    if (!this.#summaries.has(key)) this.#summaries.set(key, new Reader(this, node, kinds).summary);
    return this.#summaries.get(key);
  }

  /** Returns what a name stands for, if that is code of ours. */
  #declarationsOf(name) {
    let symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? this.checker.getShorthandAssignmentValueSymbol(name.parent)
      : this.checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.checker.getAliasedSymbol(symbol);
    return (symbol?.declarations ?? []).filter((each) => this.isOurs(each.getSourceFile().fileName));
  }

  /** Returns the bodies that a name may run: its own, and those of subclasses that override it. */
  bodiesOf(name) {
    return this.#declarationsOf(name).flatMap((declaration) => {
      if (ts.isClassDeclaration(declaration)) return [declaration];
      if (ts.isMethodDeclaration(declaration) && ts.isClassDeclaration(declaration.parent))
        return [declaration, ...this.#overridesOf(declaration.parent, declaration.name.getText())];
      return isFunction(declaration) || declaration.initializer ? [declaration] : [];
    });
  }

  #overridesOf(base, name) {
    return (this.#subclasses.get(base) ?? []).flatMap((subclass) => [
      ...subclass.members.filter((member) => ts.isMethodDeclaration(member) && member.name.getText() === name),
      ...this.#overridesOf(subclass, name),
    ]);
  }

  /** Returns the kinds that a tagged value may have; null if it is not one. */
  kindsOf(expression) {
    const type = this.checker.getTypeAtLocation(expression);
    const kinds = new Set();
    for (const member of type.isUnion() ? type.types : [type]) {
      const property = member.getProperty(DISCRIMINANT);
      const tag = property && this.checker.getTypeOfSymbol(property);
      const tags = tag?.isUnion() ? tag.types : [tag];
      if (!tags.every((each) => each?.isStringLiteral())) return null;
      for (const each of tags) kinds.add(each.value);
    }
    return kinds;
  }

  isCode(literal) {
    return this.codes.has(literal.text) && this.isWantedAsCode(literal);
  }

  isWantedAsCode(expression) {
    return this.checker.getContextualType(expression) === this.codeType;
  }

  /** Returns the codes that an expression may be, as far as the cases around it leave it some. */
  codesOfType(expression) {
    const type = this.checker.getTypeAtLocation(expression);
    return (type.isUnion() ? type.types : [type]).map(({ value }) => value).filter((value) => this.codes.has(value));
  }
}

/** Reads one body: the codes it names, and what it calls. */
class Reader {
  summary = { codes: new Set(), edges: [] };

  /** @param kinds the kinds that arguments can have, by position */
  constructor(graph, body, kinds) {
    Object.assign(this, { graph, body });
    this.known = new Map(
      [...kinds].map(([index, names]) => [this.#symbolOf(body.parameters?.[index]?.name), names]).filter(([at]) => at),
    );
    if (ts.isClassDeclaration(body)) body.members.filter((each) => this.#runsAtConstruction(each)).forEach(this.#visit);
    else if (isFunction(body))
      [body.body, ...body.parameters.map(({ initializer }) => initializer)].forEach(this.#visit);
    else this.#visit(body.initializer);
  }

  #runsAtConstruction(member) {
    return ts.isConstructorDeclaration(member) || (ts.isPropertyDeclaration(member) && member.initializer);
  }

  #visit = (node) => {
    if (!node || ts.isTypeNode(node)) return;
    if (ts.isStringLiteralLike(node) && this.graph.isCode(node)) this.summary.codes.add(node.text);
    if (ts.isIdentifier(node)) this.#follow(node, () => new Map());
    if (ts.isPropertyAccessExpression(node) && node.name.text === DISCRIMINANT) this.#addTag(node);
    if (ts.isSwitchStatement(node)) return this.#visitSwitch(node);
    if (ts.isCallExpression(node)) return this.#visitCall(node);
    if (ts.isIfStatement(node) && this.#cannotBe(node.expression)) return this.#visit(node.elseStatement);
    ts.forEachChild(node, this.#visit);
  };

  /** A kind that is its own code. */
  #addTag(node) {
    if (!this.graph.isWantedAsCode(node)) return;
    const possible = this.#kindsOfTag(node);
    for (const code of this.graph.codesOfType(node)) if (possible?.has(code) ?? true) this.summary.codes.add(code);
  }

  #visitCall(node) {
    const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    if (ts.isMemberName(callee)) this.#follow(callee, () => this.#kindsOfArguments(node.arguments));
    if (ts.isPropertyAccessExpression(node.expression)) this.#visit(node.expression.expression);
    else if (!ts.isIdentifier(callee)) this.#visit(callee);
    node.arguments.forEach(this.#visit);
  }

  #kindsOfArguments(given) {
    const kinds = given.map((argument) => this.known.get(this.#symbolOf(argument)) ?? this.graph.kindsOf(argument));
    return new Map(kinds.flatMap((possible, index) => (possible ? [[index, possible]] : [])));
  }

  /** Skips the cases of kinds that the value cannot have. */
  #visitSwitch(node) {
    const possible = this.#kindsOfTag(node.expression);
    let labels = [];
    for (const clause of node.caseBlock.clauses) {
      labels.push(ts.isCaseClause(clause) && ts.isStringLiteralLike(clause.expression) ? clause.expression.text : null);
      if (clause.statements.length === 0) continue;
      if (!possible || labels.some((label) => label === null || possible.has(label)))
        clause.statements.forEach(this.#visit);
      labels = [];
    }
  }

  /** Returns whether a condition such as `result.kind === 'x'` never holds. */
  #cannotBe(condition) {
    if (!ts.isBinaryExpression(condition) || condition.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken)
      return false;
    const possible = this.#kindsOfTag(condition.left);
    return possible !== null && ts.isStringLiteralLike(condition.right) && !possible.has(condition.right.text);
  }

  #kindsOfTag(expression) {
    if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== DISCRIMINANT) return null;
    return this.known.get(this.#symbolOf(expression.expression)) ?? null;
  }

  #symbolOf(node) {
    return node && ts.isIdentifier(node) ? this.graph.checker.getSymbolAtLocation(node) : undefined;
  }

  #follow(name, kindsOf) {
    const bodies = this.graph.bodiesOf(name).filter((node) => !this.#isInside(node));
    if (bodies.length === 0) return;
    const kinds = kindsOf();
    this.summary.edges.push(...bodies.map((node) => ({ node, kinds })));
  }

  /** What is declared in this very body is read with it. */
  #isInside(node) {
    for (let at = node.parent; at; at = at.parent) if (at === this.body) return !ts.isClassDeclaration(at);
    return false;
  }
}
