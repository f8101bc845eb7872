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
  private var seen: Set<[Int]> = []
  /// Members so far; bounds the work where families stand inside one another.
  private var memberCount = 0

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
      case .title, .source, .view, .remark, .dims: break
      case .input, .parameter, .constant, .state, .alphabet, .example, .equation: append(item, here, scope)
      }
    }
  }

  private mutating func append(_ item: Item, _ path: ItemPath, _ scope: Scope) {
    if !scope.loops.isEmpty { memberCount += 1 }
    lines.append(Line(item: item, path: path, scope: scope))
  }

  private mutating func forEach(
    _ family: Family, _ path: ItemPath, _ scope: Scope, _ numbers: SheetNumbers,
    _ body: (inout Unrolling, Scope) -> Void
  ) {
    if seen.insert(path.indices).inserted { introduce(family, scope, numbers) }
    // One variable for two families is told; the inner one then adds nothing.
    guard scope.loops[family.variable] == nil else { return body(&self, scope) }
    do {
      for member in try scope.members(family) {
        memberCount += 1
        guard memberCount <= Limits.familyLines else {
          if memberCount == Limits.familyLines + 1 {
            diagnostics.append(Diagnostic(.familiesTooLong(limit: Limits.familyLines), at: family.range))
          }
          return
        }
        body(&self, scope.with(family.variable, member))
      }
    } catch {
      if let reason = error.reason, diagnostics.last != reason { diagnostics.append(reason) }
    }
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
