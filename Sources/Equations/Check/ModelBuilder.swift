// From a sheet to a model: declares every name, checks every equation, then orders them.

extension Model {
  /// Checks a sheet with what is known from outside.
  ///
  /// - Parameters:
  ///   - sheet: the parsed sheet.
  ///   - bindings: settings and the shapes of the tensors in the files at hand; sizes follow from them.
  /// - Throws: all mistakes of the sheet, in the order of their lines.
  package init(_ sheet: Sheet, _ bindings: Bindings = Bindings()) throws(SheetErrors) {
    let builder = ModelBuilder(SheetParser.Recovered(sheet: sheet, diagnostics: [], brokenNames: []), bindings)
    let model = builder.build()
    let told = builder.diagnostics.inOrder
    var errors = told.filter { $0.severity == .error }
    // What follows from a number that was set wrongly is no mistake of the sheet.
    if errors.contains(where: \.kind.isOfSetting) { errors.removeAll { !$0.kind.isOfSetting } }
    guard let model, errors.isEmpty else { throw SheetErrors(errors, name: sheet.name, text: sheet.text) }
    self = model
    warnings = Array(told.filter { $0.severity == .warning }.prefix(SheetErrors.shown))
  }
}

extension SheetParser {
  /// Parses a sheet.
  ///
  /// - Parameters:
  ///   - text: the sheet.
  ///   - name: what errors call it: a path, or a name in the catalogue.
  /// - Returns: the sheet, unchecked.
  /// - Throws: if a line cannot be read, all mistakes of the sheet, in the order of their lines: those of grammar, and
  ///   all others that are no mere consequence of them.
  package static func parse(_ text: String, name: String) throws(SheetErrors) -> Sheet {
    let parsed = recovering(text, name: name)
    guard !parsed.diagnostics.isEmpty else { return parsed.sheet }
    let builder = ModelBuilder(parsed, Bindings())
    _ = builder.build()
    let errors = builder.diagnostics.inOrder.filter { $0.severity == .error }
    throw SheetErrors(errors, name: name, text: parsed.sheet.text)
  }
}

/// The state of checking one sheet; lives only while it is checked.
final class ModelBuilder {
  let sheet: Sheet
  let text: SheetText
  let bindings: Bindings
  let numbers: SheetNumbers
  let unrolling: Unrolling
  var diagnostics: [Diagnostic]
  var names = Names()
  var inputs: [Input] = []
  var parameters: [Parameter] = []
  var constants: [Constant] = []
  var walks: [Walk] = []
  var series: [Series] = []
  /// The symbols that quantities stand for, by name.
  var alphabets: [String: (alphabet: Alphabet, range: SourceRange)] = [:]
  /// Inputs that may have a value for each step: vectors, numbers and symbols that are not given once.
  var mayBeStream: Set<Int> = []
  /// What the entries along a dimension are called, by its name.
  var entryNames: [String: [String]] = [:]
  /// One for each equation, in the order of the sheet.
  var drafts: [Draft] = []
  var states: [String: StateDeclaration] = [:]
  /// What is declared or defined by a line that holds a mistake: its shape is not known, and why has been told.
  var broken: Set<Entity> = []
  /// Where each thing stands that a sheet has at most once: its title, the example of an input.
  var firstLines: [String: Int] = [:]
  /// Equations that define nothing, because of what stands left of their `=`: their right sides are checked all the same.
  var strays: [(syntax: Syntax, line: Line)] = []
  /// Names that may be declared by lines that could not be read.
  var brokenNames: Set<String>
  /// Places of mistakes in lines of families, which other members would make again.
  var toldPlaces: Set<[Int]> = []

  /// An equation on its way to a quantity.
  struct Draft {
    var name: String
    var syntax: Syntax
    var line: Line
    var range: SourceRange
    var expression: Expression?
    /// The draft that gives its values at the leaves of a tree.
    var leaf: Int?
    /// The shape that follows from what else stands in equations which take theirs from one another.
    var foundShape: Shape?
    /// Whether it is read at other steps by what it is made of itself, as a declared state is.
    var isRecurrent = false
  }

  struct StateDeclaration {
    /// Nil if the declaration holds a mistake, which has been told.
    var shape: Shape?
    var initial: Syntax?
    var line: Line
    var range: SourceRange
  }

  init(_ parsed: SheetParser.Recovered, _ bindings: Bindings) {
    sheet = parsed.sheet
    text = SheetText(parsed.sheet.text)
    self.bindings = bindings
    brokenNames = parsed.brokenNames
    let settings = bindings.inferred(for: parsed.sheet)
    numbers = SheetNumbers(sheet, settings: settings, bindings, broken: parsed.brokenNames)
    unrolling = Unrolling(sheet, numbers)
    brokenNames.formUnion(unrolling.lostNames)
    diagnostics = parsed.diagnostics + numbers.diagnostics + unrolling.diagnostics
  }

  func build() -> Model? {
    for line in unrolling.lines { declare(line) }
    declareWalks()
    for line in unrolling.lines { declareFeeding(line) }
    measureWalks()
    for (name, range) in unrolling.variables {
      if let line = names.firstLine(name) { report(.declaredTwice(name, firstLine: line), range) }
    }
    for name in states.keys.sorted() { checkStateIsDefined(name) }
    joinLeaves()
    let equations = drafts.map { self.equation(of: $0) }
    let schedule = Schedule(equations, inputs: inputs, walks: walks, isImplicit: !unrolling.hasStages)
    for circle in schedule.circles { reportOnce(circle) }
    checkShapes(equations, circular: schedule.circular)
    for stray in strays { checkStray(stray.syntax, stray.line) }
    if drafts.isEmpty && !hasErrors { report(.nothingToCompute, .nowhere) }
    checkLeaves()
    checkLoss()
    checkAlphabets()
    let starts = drafts.map { start(of: $0) }
    // Where something else is wrong, what seems to have no steps may only lack what could not be read.
    if !hasErrors { for mistake in schedule.misplacedSteps { reportOnce(mistake) } }
    guard !hasErrors else { return nil }
    var quantities: [Quantity] = []
    for (id, draft) in drafts.enumerated() {
      guard let quantity = quantity(draft, id, starts[id], stage: schedule.stageOfQuantity[id]) else { return nil }
      quantities.append(quantity)
    }
    for index in inputs.indices { inputs[index].stage = schedule.stageOfInput[index] }
    warnAboutUnused(quantities)
    return Model(
      name: sheet.name, title: sheet.title ?? sheet.name, source: sheet.source, dims: namedDimensions, inputs: inputs,
      parameters: parameters, constants: constants, quantities: quantities, walks: walks, stages: schedule.stages,
      passes: schedule.passes, series: series, loss: quantities.firstIndex { $0.name == "loss" }, sheet: sheet,
      warnings: [])
  }

  private var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  // MARK: telling mistakes

  func report(_ kind: Diagnostic.Kind, _ range: SourceRange, notes: [Diagnostic.Note] = [], in line: Line? = nil) {
    report(Diagnostic(kind, at: range, notes: notes), in: line)
  }

  /// Keeps a mistake, unless another member of the same family has made it.
  func report(_ mistake: Diagnostic, in line: Line?) {
    if line?.isMember ?? false { reportOnce(mistake) } else { diagnostics.append(mistake) }
  }

  /// Keeps a mistake, unless one is known at its place.
  private func reportOnce(_ mistake: Diagnostic) {
    if toldPlaces.insert([mistake.range.line, mistake.range.column, mistake.range.length]).inserted {
      diagnostics.append(mistake)
    }
  }

  /// A number or a shape; nil if it cannot be known, which is told.
  func known<T>(in line: Line, _ value: () throws(Unknowable) -> T) -> T? {
    do {
      return try value()
    } catch {
      if let reason = error.reason { report(reason, in: line) }
      return nil
    }
  }

  func note(on name: String, _ range: SourceRange) -> Diagnostic.Note {
    Diagnostic.Note(name: name, line: range.line, text: text.statement(range.line))
  }

  private func note(on entity: Entity) -> Diagnostic.Note? {
    switch entity {
    case .input(let id): note(on: inputs[id].name, inputs[id].range)
    case .parameter(let id): note(on: parameters[id].name, parameters[id].range)
    case .constant(let id): note(on: constants[id].name, constants[id].range)
    case .quantity(let id): states[drafts[id].name].map { note(on: drafts[id].name, $0.range) }
    }
  }

  // MARK: what expressions may speak of

  func context(
    _ scope: Scope, shape: @escaping (Read, SourceRange) -> Shape?
  ) -> ExpressionContext {
    let scope = scope.with(broken: brokenNames)
    return ExpressionContext(
      scope: scope, names: names, walks: walks, shape: shape, variable: { _ in scope.step.variable },
      series: { self.number(of: $0) },
      whyWithoutSteps: { entity in
        switch entity {
        case .parameter, .constant: entity.what
        case .input(let id): self.inputs[id].isStream ? nil : "an input that is given once"
        case .quantity: nil
        }
      }, note: { self.note(on: $0) })
  }

  private func warnAboutUnused(_ quantities: [Quantity]) {
    var used: Set<Read.Source> = []
    for quantity in quantities {
      used.formUnion(quantity.sources)
    }
    // One warning for all members of a family.
    let members = Set(series.enumerated().filter { used.contains(.series($0.offset)) }.flatMap(\.element.members))
    for parameter in parameters where !used.contains(.parameter(parameter.id)) && !members.contains(parameter.id) {
      reportOnce(Diagnostic(.unusedDeclaration(parameter.name, what: "parameter"), at: parameter.range))
    }
    let numbering = walks.filter { if case .tree = $0.steps { true } else { false } }.flatMap(\.steps.streams)
    for input in inputs where !used.contains(.input(input.id)) && !numbering.contains(input.id) {
      reportOnce(Diagnostic(.unusedDeclaration(input.name, what: "input"), at: input.range))
    }
  }
}
