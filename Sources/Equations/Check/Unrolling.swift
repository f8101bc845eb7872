// A sheet's items, spread out: families unrolled, each line beside the loop variables that hold on it.

/// One line of a sheet under one setting of the loop variables around it.
struct Line {
  var item: Item
  var path: ItemPath
  var scope: Scope

  var isMember: Bool { !scope.loops.isEmpty }
}

/// An `over` line with its numbers worked out.
struct WalkDraft {
  enum Steps {
    case inputs([Target])
    case range(ClosedRange<Int>, with: [Target], until: Syntax?)
    /// The leaves of a tree, and behind them its inner nodes.
    case leaves, nodes
  }

  var header: StageHeader
  var steps: Steps
  /// The line itself, for what it says when it ends.
  var line: Line
}

/// Every line, for every member of its families.
struct Unrolling {
  private(set) var lines: [Line] = []
  /// What the equations walk over; the same thing walked over under the same name is one.
  private(set) var walks: [WalkDraft] = []
  /// Whether some lines say what they walk over.
  let hasStages: Bool
  private(set) var diagnostics: [Diagnostic] = []
  /// What is defined below an `over` that holds a mistake: why it is not there has been told.
  private(set) var lostNames: Set<String> = []
  /// The loop variables, by where they are introduced.
  private(set) var variables: [(name: String, range: SourceRange)] = []
  private var introduced: Set<[Int]> = []
  /// How many terms each line has, once it is met.
  private var terms: [[Int]: Int] = [:]
  /// What the families have come to so far.
  private var (lineCount, termCount) = (0, 0)
  private var isTooLong = false

  init(_ sheet: Sheet, _ numbers: SheetNumbers) {
    var scope = numbers.scope
    // Where some lines say what they walk over, the others are worked out once.
    hasStages = sheet.hasStages
    if hasStages { scope.step.variable = nil }
    scope.walks = Set(sheet.items.flatMap(\.walkVariables))
    scope.hasTree = sheet.items.contains(where: \.opensTree)
    spread(sheet.items, ItemPath([]), scope, numbers)
  }

  private mutating func spread(_ items: [Item], _ path: ItemPath, _ scope: Scope, _ numbers: SheetNumbers) {
    for (position, item) in items.enumerated() {
      let here = ItemPath(path.indices + [position])
      switch item.kind {
      case .block(.family(let family), let body):
        forEach(family, here, scope, numbers) { $0.spread(body, here, $1, numbers) }
      case .block(.stage(let header), let body):
        guard let inner = walk(header, item, here, scope, numbers) else {
          lostNames.formUnion(body.flatMap(\.definedNames))
          continue
        }
        spread(body, here, inner, numbers)
      case .leaf:
        guard scope.step.kin == .node else {
          diagnostics.append(
            Diagnostic(.notOfThisLanguage("'leaf'", hint: "it stands below 'over n in tree:'"), at: item.range))
          continue
        }
        var leaves = scope
        leaves.step.kin = .leaf
        leaves.step.walk = walks.firstIndex { if case .leaves = $0.steps { true } else { false } }
        append(item, here, leaves)
      case .equation(_, _, let family?), .state(_, _, _, let family?):
        forEach(family, here, scope, numbers) { $0.append(item, here, $1) }
      case .parameter(_, _, _, _, let family?):
        forEach(family, here, scope, numbers) { $0.appendForEachStep(item, here, $1) }
      case .parameter: appendForEachStep(item, here, scope)
      case .view, .beside, .remark, .dims: break
      case .title, .source, .input, .constant, .state, .alphabet, .example, .equation: append(item, here, scope)
      }
    }
  }

  /// `param W[l]: H×D` under `over l in 1..L` declares a member for each step.
  private mutating func appendForEachStep(_ item: Item, _ path: ItemPath, _ scope: Scope) {
    guard case .parameter(let targets, _, _, _, _) = item.kind, let variable = scope.step.variable,
      let range = scope.step.range, targets.contains(where: { $0.indices.contains { $0.mentions(variable) } })
    else { return append(item, path, scope) }
    for step in range {
      lineCount += 1
      guard lineCount <= Limits.familyLines, termCount <= Limits.familyTerms else { return tooLong(item.range) }
      append(item, path, scope.with(variable, step))
    }
  }

  /// The scope of the lines below an `over`; nil if the `over` holds a mistake, which is told.
  private mutating func walk(
    _ header: StageHeader, _ item: Item, _ path: ItemPath, _ scope: Scope, _ numbers: SheetNumbers
  ) -> Scope? {
    guard scope.step.walk == nil else {
      let hint = "a stage walks over one thing: end the block of the other first"
      diagnostics.append(Diagnostic(.notOfThisLanguage("'over'", hint: hint), at: header.range))
      return nil
    }
    if introduced.insert(path.indices).inserted {
      introduce(header.variable, header.range, scope, numbers, isStep: true)
    }
    var inner = scope
    inner.step.variable = header.variable
    switch header.steps {
    case .tree:
      inner.step.kin = .node
      let line = Line(item: item, path: path, scope: inner)
      if !walks.contains(where: { if case .nodes = $0.steps { true } else { false } }) {
        walks.append(WalkDraft(header: header, steps: .leaves, line: line))
        walks.append(WalkDraft(header: header, steps: .nodes, line: line))
      }
      inner.step.walk = walks.firstIndex { if case .nodes = $0.steps { true } else { false } }
    case .inputs(let targets):
      inner.step.walk = number(of: targets, header.variable)
      guard inner.step.walk == nil else { return inner }
      inner.step.walk = walks.count
      walks.append(WalkDraft(header: header, steps: .inputs(targets), line: Line(item: item, path: path, scope: inner)))
    case .range(let from, let to, let inputs, let until):
      do throws(Unknowable) {
        let (lower, upper) = (try scope.wholeNumber(from), try scope.wholeNumber(to))
        guard lower <= upper, upper - lower < Limits.rangeSteps, abs(lower) < Limits.steps else {
          let text = "\(from.spelled)..\(to.spelled)"
          throw Unknowable(
            .rangeOfSteps(text, lower: lower, upper: upper, limit: Limits.rangeSteps), at: header.range)
        }
        inner.step.range = lower...upper
        inner.step.walk = until == nil && inputs.isEmpty ? number(of: lower...upper, header.variable) : nil
        guard inner.step.walk == nil else { return inner }
        inner.step.walk = walks.count
        let line = Line(item: item, path: path, scope: inner)
        walks.append(WalkDraft(header: header, steps: .range(lower...upper, with: inputs, until: until), line: line))
      } catch {
        if let reason = error.reason, diagnostics.last != reason { diagnostics.append(reason) }
        return nil
      }
    }
    return inner
  }

  private func number(of targets: [Target], _ variable: String) -> Int? {
    walks.firstIndex { walk in
      guard case .inputs(let others) = walk.steps else { return false }
      return walk.header.variable == variable && others.map(\.spelled) == targets.map(\.spelled)
    }
  }

  private func number(of range: ClosedRange<Int>, _ variable: String) -> Int? {
    walks.firstIndex { walk in
      guard case .range(range, [], nil) = walk.steps else { return false }
      return walk.header.variable == variable
    }
  }

  private mutating func append(_ item: Item, _ path: ItemPath, _ scope: Scope) {
    if !scope.loops.isEmpty {
      let count = terms[path.indices] ?? item.termCount
      terms[path.indices] = count
      termCount += count
    }
    lines.append(Line(item: item, path: path, scope: scope))
  }

  private mutating func forEach(
    _ family: Family, _ path: ItemPath, _ scope: Scope, _ numbers: SheetNumbers,
    _ body: (inout Unrolling, Scope) -> Void
  ) {
    if introduced.insert(path.indices).inserted { introduce(family.variable, family.range, scope, numbers) }
    // One variable for two families is told; the inner one then adds nothing.
    guard scope.loops[family.variable] == nil else { return body(&self, scope) }
    do {
      for member in try scope.members(family) {
        lineCount += 1
        guard lineCount <= Limits.familyLines, termCount <= Limits.familyTerms else { return tooLong(family.range) }
        body(&self, scope.with(family.variable, member))
      }
    } catch {
      if let reason = error.reason, diagnostics.last != reason { diagnostics.append(reason) }
    }
  }

  private mutating func tooLong(_ range: SourceRange) {
    guard !isTooLong else { return }
    isTooLong = true
    let (what, limit) = lineCount > Limits.familyLines ? ("lines", Limits.familyLines) : ("terms", Limits.familyTerms)
    diagnostics.append(Diagnostic(.familiesTooLong(what, limit: limit), at: range))
  }

  private mutating func introduce(
    _ name: String, _ range: SourceRange, _ scope: Scope, _ numbers: SheetNumbers, isStep: Bool = false
  ) {
    variables.append((name, range))
    if let meaning = Names.reserved(name), !isStep || name != Names.step {
      diagnostics.append(Diagnostic(.reservedName(name, meaning: meaning), at: range))
    } else if let line = numbers.lines[name] {
      diagnostics.append(Diagnostic(.declaredTwice(name, firstLine: line), at: range))
    } else if scope.loops[name] != nil || (scope.step.walk != nil && scope.step.variable == name) {
      let meaning = "the variable of a '\(scope.loops[name] != nil ? "for" : "over")' around this one"
      diagnostics.append(Diagnostic(.reservedName(name, meaning: meaning), at: range))
    }
  }
}

extension Sheet {
  /// Whether some lines say what they walk over.
  var hasStages: Bool { items.contains(where: \.opensStage) }
}

extension Item {
  /// The names that the equations of leaves read.
  var namesAtLeaves: [String] {
    switch kind {
    case .leaf(_, let value): value.names
    case .block(_, let body): body.flatMap(\.namesAtLeaves)
    default: []
    }
  }

  /// The names that it defines or declares.
  fileprivate var definedNames: [String] {
    switch kind {
    case .equation(let target, _, _), .leaf(let target, _): [target.name]
    case .parameter(let targets, _, _, _, _), .state(let targets, _, _, _): targets.map(\.name)
    case .block(_, let body): body.flatMap(\.definedNames)
    default: []
    }
  }

  fileprivate var opensTree: Bool {
    guard case .block(let header, let body) = kind else { return false }
    if case .stage(let stage) = header, stage.steps == .tree { return true }
    return body.contains(where: \.opensTree)
  }

  fileprivate var opensStage: Bool {
    guard case .block(let header, let body) = kind else { return false }
    if case .stage = header { return true }
    return body.contains(where: \.opensStage)
  }

  /// What the stages of a block call their steps.
  fileprivate var walkVariables: [String] {
    guard case .block(let header, let body) = kind else { return [] }
    if case .stage(let stage) = header { return [stage.variable] }
    return body.flatMap(\.walkVariables)
  }

  fileprivate var termCount: Int {
    switch kind {
    case .equation(_, let value, _), .leaf(_, let value): value.termCount
    case .parameter(let targets, _, _, _, _), .state(let targets, _, _, _), .input(let targets, _): targets.count
    default: 1
    }
  }
}
