// A sheet's items, spread out: families unrolled, each line beside the loop variables that hold on it.

/// One line of a sheet under one setting of the loop variables around it.
struct Line {
  var item: Item
  var path: ItemPath
  var scope: Scope

  var isMember: Bool { !scope.loops.isEmpty }
}

/// Every line, for every member of its families.
struct Unrolling {
  private(set) var lines: [Line] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The loop variables, by where they are introduced.
  private(set) var variables: [(name: String, range: SourceRange)] = []
  private var introduced: Set<[Int]> = []
  /// How many terms each line has, once it is met.
  private var terms: [[Int]: Int] = [:]
  /// What the families have come to so far.
  private var (lineCount, termCount) = (0, 0)
  private var isTooLong = false

  init(_ sheet: Sheet, _ numbers: SheetNumbers) {
    spread(sheet.items, ItemPath([]), numbers.scope, numbers)
  }

  private mutating func spread(_ items: [Item], _ path: ItemPath, _ scope: Scope, _ numbers: SheetNumbers) {
    for (position, item) in items.enumerated() {
      let here = ItemPath(path.indices + [position])
      switch item.kind {
      case .block(.family(let family), let body):
        forEach(family, here, scope, numbers) { $0.spread(body, here, $1, numbers) }
      case .equation(_, _, let family?), .parameter(_, _, _, _, let family?), .state(_, _, _, let family?):
        forEach(family, here, scope, numbers) { $0.append(item, here, $1) }
      case .view, .remark, .dims: break
      case .title, .source, .input, .parameter, .constant, .state, .alphabet, .example, .equation:
        append(item, here, scope)
      }
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
    if introduced.insert(path.indices).inserted { introduce(family, scope, numbers) }
    // One variable for two families is told; the inner one then adds nothing.
    guard scope.loops[family.variable] == nil else { return body(&self, scope) }
    do {
      for member in try scope.members(family) {
        lineCount += 1
        guard lineCount <= Limits.familyLines, termCount <= Limits.familyTerms else { return tooLong(family) }
        body(&self, scope.with(family.variable, member))
      }
    } catch {
      if let reason = error.reason, diagnostics.last != reason { diagnostics.append(reason) }
    }
  }

  private mutating func tooLong(_ family: Family) {
    guard !isTooLong else { return }
    isTooLong = true
    let (what, limit) = lineCount > Limits.familyLines ? ("lines", Limits.familyLines) : ("terms", Limits.familyTerms)
    diagnostics.append(Diagnostic(.familiesTooLong(what, limit: limit), at: family.range))
  }

  private mutating func introduce(_ family: Family, _ scope: Scope, _ numbers: SheetNumbers) {
    let name = family.variable
    variables.append((name, family.range))
    if let meaning = Names.reserved(name) {
      diagnostics.append(Diagnostic(.reservedName(name, meaning: meaning), at: family.range))
    } else if let line = numbers.lines[name] {
      diagnostics.append(Diagnostic(.declaredTwice(name, firstLine: line), at: family.range))
    } else if scope.loops[name] != nil {
      let meaning = "the variable of a 'for' around this one"
      diagnostics.append(Diagnostic(.reservedName(name, meaning: meaning), at: family.range))
    }
  }
}

extension Item {
  fileprivate var termCount: Int {
    switch kind {
    case .equation(_, let value, _): value.termCount
    case .parameter(let targets, _, _, _, _), .state(let targets, _, _, _), .input(let targets, _): targets.count
    default: 1
    }
  }
}
