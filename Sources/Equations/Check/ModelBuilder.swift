// From a sheet to a model: declares every name, checks every equation, then orders them.

extension Model {
  /// Checks a sheet with what is known from outside.
  ///
  /// - Parameters:
  ///   - sheet: the parsed sheet.
  ///   - bindings: settings and the shapes of the tensors in the files at hand; sizes follow from them.
  /// - Throws: all mistakes of the sheet, up to twenty.
  package init(_ sheet: Sheet, _ bindings: Bindings = Bindings()) throws(SheetErrors) {
    let builder = ModelBuilder(sheet, bindings)
    let model = builder.build()
    let sorted = builder.diagnostics.enumerated().sorted {
      ($0.element.range.line, $0.element.range.column, $0.offset) < ($1.element.range.line, $1.element.range.column, $1.offset)
    }.map(\.element)
    let errors = sorted.filter { $0.severity == .error }
    guard let model, errors.isEmpty else {
      throw SheetErrors(Array(errors.prefix(Limits.diagnostics)), name: sheet.name, text: sheet.text)
    }
    self = model
    warnings = sorted.filter { $0.severity == .warning }
  }
}

/// The state of checking one sheet; lives only while it is checked.
final class ModelBuilder {
  let sheet: Sheet
  let bindings: Bindings
  let declarations: Declarations
  var diagnostics: [Diagnostic]
  var names = Names()
  var inputs: [Input] = []
  var parameters: [Parameter] = []
  var constants: [Constant] = []
  /// One for each equation, in the order of the sheet.
  var drafts: [Draft] = []
  var states: [StateDeclaration] = []
  var loops: Set<String> = []
  let stepVariable = "t"

  /// An equation on its way to a quantity.
  struct Draft {
    var name: String
    var syntax: Syntax
    var line: Line
    var caption: String?
    var range: SourceRange
    var state: Int?
    var shape: Shape?
    var expression: Expression?
    var progress: Progress = .untouched

    enum Progress { case untouched, underway, done, failed }
  }

  struct StateDeclaration {
    var name: String
    var shape: Shape
    var initial: Syntax?
    var scope: Scope
    var range: SourceRange
    var text: String
  }

  init(_ sheet: Sheet, _ bindings: Bindings) {
    self.sheet = sheet
    self.bindings = bindings
    let settings = bindings.inferred(for: sheet)
    declarations = Declarations(sheet, settings)
    diagnostics = declarations.diagnostics
  }

  func build() -> Model? {
    for line in declarations.lines { declare(line) }
    for index in states.indices { attach(state: index) }
    for index in drafts.indices { check(draft: index) }
    guard !drafts.isEmpty else {
      if diagnostics.isEmpty { diagnostics.append(Diagnostic(.nothingToCompute, at: .nowhere)) }
      return nil
    }
    checkLoss()
    guard diagnostics.allSatisfy({ $0.severity == .warning }) else { return nil }
    var quantities = drafts.enumerated().compactMap { quantity($0.element, id: $0.offset) }
    guard quantities.count == drafts.count else { return nil }
    let schedule = Schedule(quantities: quantities, inputs: inputs, variable: stepVariable)
    diagnostics += schedule.diagnostics
    for index in quantities.indices { quantities[index].stage = schedule.stageOfQuantity[index] }
    for index in inputs.indices { inputs[index].stage = schedule.stageOfInput[index] }
    warnAboutUnused(quantities)
    return Model(
      name: sheet.name, title: sheet.title ?? sheet.name, source: sheet.source, dims: declarations.dims, inputs: inputs,
      parameters: parameters, constants: constants, quantities: quantities, stages: schedule.stages,
      loss: quantities.firstIndex { $0.name == "loss" }, sheet: sheet, warnings: [])
  }

  func report(_ kind: Diagnostic.Kind, _ range: SourceRange, notes: [Diagnostic.Note] = []) {
    let diagnostic = Diagnostic(kind, at: range, notes: notes)
    if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
  }

  /// Runs `body` and keeps the mistake that it throws.
  func attempt<T>(_ body: () throws(Diagnostic) -> T) -> T? {
    do {
      return try body()
    } catch {
      if !diagnostics.contains(error) { diagnostics.append(error) }
      return nil
    }
  }

  // MARK: equations

  /// A declared state belongs to the equation of the same name.
  private func attach(state index: Int) {
    let state = states[index]
    guard let draft = drafts.firstIndex(where: { $0.name == state.name }) else {
      let nearest = nearestName(to: state.name, among: drafts.map(\.name))
      return report(.stateWithoutEquation(state.name, nearest: nearest), state.range)
    }
    drafts[draft].state = index
    drafts[draft].shape = state.shape
  }

  private static let maximumChain = 400
  private var chain = 0

  private func check(draft index: Int) {
    guard drafts[index].progress == .untouched else { return }
    chain += 1
    defer { chain -= 1 }
    guard chain <= Self.maximumChain else {
      drafts[index].progress = .failed
      return report(.tooDeep, drafts[index].range)
    }
    drafts[index].progress = .underway
    let draft = drafts[index]
    var checker = ExpressionChecker(context(draft.line.scope))
    let expression = checker.check(draft.syntax)
    for diagnostic in checker.diagnostics where !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    guard let expression, drafts[index].progress == .underway else {
      drafts[index].progress = .failed
      return
    }
    let found = expression.shape.stored
    if let state = draft.state, states[state].shape != found {
      drafts[index].progress = .failed
      let declared = states[state]
      return report(
        .stateShape(draft.name, declared: declared.shape.described, found: found.described), draft.syntax.range,
        notes: [.declaration(name: draft.name, line: declared.range.line, text: declared.text)])
    }
    drafts[index].shape = draft.shape ?? found
    drafts[index].expression = expression
    drafts[index].progress = .done
  }

  func context(_ scope: Scope) -> ExpressionContext {
    ExpressionContext(
      scope: scope, names: names, stepVariable: names.arity[stepVariable] == nil ? stepVariable : nil,
      shape: { self.shape(of: $0, at: $1) }, declaration: { self.declaration(of: $0) })
  }

  /// The shape of an entity; a quantity's is worked out from its equation when it is first needed.
  private func shape(of entity: Entity, at range: SourceRange) -> Shape? {
    switch entity {
    case .input(let id): return inputs[id].shape
    case .parameter(let id): return parameters[id].shape
    case .constant(let id): return constants[id].shape
    case .quantity(let id):
      if let shape = drafts[id].shape { return shape }
      switch drafts[id].progress {
      case .untouched: check(draft: id)
      case .underway:
        report(.shapeDependsOnItself(drafts[id].name), range)
        drafts[id].progress = .failed
      case .done, .failed: break
      }
      return drafts[id].progress == .done ? drafts[id].shape : nil
    }
  }

  private func declaration(of entity: Entity) -> (line: Int, text: String)? {
    let range: SourceRange
    switch entity {
    case .input(let id): range = inputs[id].range
    case .parameter(let id): range = parameters[id].range
    case .constant(let id): range = constants[id].range
    case .quantity(let id):
      guard let state = drafts[id].state else { return nil }
      range = states[state].range
    }
    return (range.line, text(ofLine: range.line))
  }

  /// A line of the sheet without its caption.
  func text(ofLine line: Int) -> String {
    let lines = sheet.text.split(separator: "\n", omittingEmptySubsequences: false)
    guard line >= 1, line <= lines.count else { return "" }
    return String(lines[line - 1].split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]).trimmed
  }

  private func checkLoss() {
    guard let loss = drafts.first(where: { $0.name == "loss" }), let shape = loss.shape, !shape.isScalar else { return }
    report(.lossNotScalar(found: shape.described), loss.syntax.range)
  }

  private func quantity(_ draft: Draft, id: Int) -> Quantity? {
    guard let expression = draft.expression, let shape = draft.shape else { return nil }
    let initial = draft.state.flatMap { initialValue(of: states[$0]) }
    let text = "\(draft.name) = \(draft.syntax.substituting(draft.line.scope.loops).spelled)"
    return Quantity(
      id: id, name: draft.name, shape: shape, stage: 0, isState: draft.state != nil, initial: initial,
      expression: expression, caption: draft.caption, text: text, item: draft.line.path, range: draft.range)
  }

  /// Where a state starts: from parameters, constants and what is given once.
  private func initialValue(of state: StateDeclaration) -> Expression? {
    guard let syntax = state.initial else { return nil }
    var checker = ExpressionChecker(context(state.scope))
    let expression = checker.check(syntax)
    for diagnostic in checker.diagnostics { report(diagnostic.kind, diagnostic.range, notes: diagnostic.notes) }
    guard let expression else { return nil }
    for read in expression.reads {
      if read.at != .now || read.source == .step { report(.readsLaterStep(state.name), syntax.range) }
    }
    guard expression.shape.stored == state.shape || expression.shape.isScalar else {
      report(
        .stateShape(state.name, declared: state.shape.described, found: expression.shape.described), syntax.range,
        notes: [.declaration(name: state.name, line: state.range.line, text: state.text)])
      return nil
    }
    return expression
  }

  private func warnAboutUnused(_ quantities: [Quantity]) {
    var used: Set<Read.Source> = []
    for quantity in quantities {
      for read in quantity.expression.reads + (quantity.initial?.reads ?? []) { used.insert(read.source) }
    }
    for parameter in parameters where !used.contains(.parameter(parameter.id)) {
      report(.unusedDeclaration(parameter.name, what: "parameter"), parameter.range)
    }
    for input in inputs where !used.contains(.input(input.id)) {
      report(.unusedDeclaration(input.name, what: "input"), input.range)
    }
  }
}
