// A sheet's items, spread out: families unrolled, each line beside the loop variables that hold on it.

/// One line of a sheet under one setting of the loop variables around it.
struct Line {
  var item: Item
  var path: ItemPath
  var scope: Scope
}

/// Sizes first, then every line for every member of its families.
struct Declarations {
  var scope = Scope()
  var dims: [ModelDimension] = []
  var lines: [Line] = []
  var diagnostics: [Diagnostic] = []

  init(_ sheet: Sheet, _ settings: [String: Double]) {
    readNumbers(sheet.items, settings)
    spread(sheet.items, ItemPath([]), scope)
  }

  // MARK: dimensions and constants

  /// Dimensions may be made of one another in any order; each is worked out when it is needed.
  private mutating func readNumbers(_ items: [Item], _ settings: [String: Double]) {
    var pending: [(DimensionDeclaration, Int)] = []
    var seen: [String: Int] = [:]
    for item in items {
      switch item.kind {
      case .dims(let list):
        for dimension in list {
          if let line = seen[dimension.name] {
            diagnostics.append(Diagnostic(.declaredTwice(dimension.name, firstLine: line), at: dimension.range))
          } else {
            seen[dimension.name] = dimension.range.line
            pending.append((dimension, pending.count))
          }
        }
      case .constant(let target, let axes, _, let value?) where axes.isEmpty && target.indices.isEmpty:
        if let set = settings[target.name] {
          scope.constants[target.name] = set
        } else if let number = try? scope.number(value) {
          scope.constants[target.name] = number
        }
      default: break
      }
    }
    resolve(pending, settings)
    checkSettings(settings, items)
  }

  private mutating func resolve(_ declared: [(DimensionDeclaration, Int)], _ settings: [String: Double]) {
    var pending = declared
    var resolved: [(ModelDimension, Int)] = []
    var progress = true
    while progress && !pending.isEmpty {
      progress = false
      for (dimension, order) in pending {
        let others = pending.map(\.0.name).filter { $0 != dimension.name }
        if settings[dimension.name] == nil, others.contains(where: dimension.value.mentions) { continue }
        pending.removeAll { $0.1 == order }
        progress = true
        do {
          let value =
            settings[dimension.name].map { Syntax(.number($0, text: plain($0)), range: dimension.range) }
            ?? dimension.value
          var size = try scope.dimension(value)
          size.label = dimension.name
          scope.dims[dimension.name] = size.count
          resolved.append((ModelDimension(name: dimension.name, count: size.count), order))
        } catch {
          diagnostics.append(error.naming(dimension.name))
          scope.dims[dimension.name] = 1
        }
      }
    }
    if let (first, _) = pending.first {
      diagnostics.append(Diagnostic(.cycle(pending.map(\.0.name) + [first.name]), at: first.range))
      for (dimension, _) in pending { scope.dims[dimension.name] = 1 }
    }
    dims = resolved.sorted { $0.1 < $1.1 }.map(\.0)
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  private mutating func checkSettings(_ settings: [String: Double], _ items: [Item]) {
    let constants = items.compactMap { item -> String? in
      guard case .constant(let target, _, _, _) = item.kind else { return nil }
      return target.name
    }
    let known = constants + scope.dims.keys
    for name in settings.keys.sorted() where !known.contains(name) {
      let nearest = nearestName(to: name, among: known)
      diagnostics.append(Diagnostic(.unknownSetting(name, nearest: nearest), at: .nowhere))
    }
  }

  // MARK: families

  private mutating func spread(_ items: [Item], _ path: ItemPath, _ scope: Scope) {
    for (position, item) in items.enumerated() {
      let here = ItemPath(path.indices + [position])
      switch item.kind {
      case .block(.family(let family), let body):
        forEach(family, scope) { declarations, inner in declarations.spread(body, here, inner) }
      case .equation(_, _, let family?), .parameter(_, _, _, _, let family?), .state(_, _, _, let family?):
        forEach(family, scope) { declarations, inner in
          declarations.lines.append(Line(item: item, path: here, scope: inner))
        }
      default: lines.append(Line(item: item, path: here, scope: scope))
      }
      guard lines.count <= 4 * Limits.familyMembers else {
        diagnostics.append(Diagnostic(.rangeTooLong("the families here", count: 4 * Limits.familyMembers), at: item.range))
        return
      }
    }
  }

  private mutating func forEach(_ family: Family, _ scope: Scope, _ body: (inout Declarations, Scope) -> Void) {
    do {
      guard let members = try scope.members(family) else { return }
      for member in members { body(&self, scope.with(family.variable, member)) }
    } catch {
      diagnostics.append(error)
    }
  }
}

extension Diagnostic {
  /// The same mistake, told of a dimension by its name.
  fileprivate func naming(_ name: String) -> Diagnostic {
    var copy = self
    switch kind {
    case .dimensionTooSmall(_, let value): copy.kind = .dimensionTooSmall(name, value: value)
    case .dimensionTooLarge(_, let value): copy.kind = .dimensionTooLarge(name, value: value)
    case .notAWholeNumber(_, let value): copy.kind = .notAWholeNumber(name, value: value)
    default: break
    }
    return copy
  }
}
