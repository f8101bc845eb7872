// The equations of a sheet as they stand on the page: of no size, and a family as the one line that it is.

/// An equation with the places of its terms in its text.
package struct SheetEquation: Sendable, Equatable {
  /// What it defines.
  package var target: Target
  /// Its ranges are places in `text`.
  package var value: Syntax
  package var text: String
  package var caption: String?
  /// Whether it says what something is at the leaves of a tree.
  var isLeaf: Bool { lead > 0 }
  /// Characters of the text before its left side.
  var lead: Int

  /// Nil for a line that is no equation.
  fileprivate init?(_ item: Item) {
    var lead = ""
    var plain = item
    switch item.kind {
    case .equation: break
    case .leaf(let target, let value): (lead, plain.kind) = ("leaf ", .equation(target, value, family: nil))
    case .title, .source, .remark, .dims, .input, .parameter, .constant, .state, .alphabet, .example, .view, .beside,
      .block:
      return nil
    }
    let spelled = plain.spelled
    guard let read = try? SheetParser.equation(spelled), case .equation(let target, let value, _) = read.kind else {
      return nil
    }
    (self.target, self.value, caption) = (target, value, item.caption)
    (text, self.lead) = (lead + spelled, lead.count)
  }
}

extension Sheet {
  /// All equations, in the order of the page.
  package var equations: [SheetEquation] { Self.equations(items) }

  private static func equations(_ items: [Item]) -> [SheetEquation] {
    items.flatMap { item -> [SheetEquation] in
      if case .block(_, let body) = item.kind { return equations(body) }
      return SheetEquation(item).map { [$0] } ?? []
    }
  }
}

/// What each name of a sheet is, as far as the page alone tells.
struct SheetNames {
  enum Kind { case state, quantity, input, parameter, constant }

  private(set) var kinds: [String: Kind] = [:]
  /// What the sheet calls its steps.
  private(set) var steps: Set<String> = ["t"]

  init(_ sheet: Sheet) {
    read(sheet.items)
  }

  private mutating func read(_ items: [Item]) {
    for item in items {
      switch item.kind {
      case .state(let targets, _, _, _): for target in targets { kinds[target.name] = .state }
      case .input(let targets, _): for target in targets { kinds[target.name] = .input }
      case .parameter(let targets, _, _, _, _): for target in targets { kinds[target.name] = .parameter }
      case .dims(let list): for dimension in list { kinds[dimension.name] = .constant }
      case .constant(let list): for constant in list { kinds[constant.target.name] = .constant }
      case .equation(let target, _, _): kinds[target.name] = kinds[target.name] ?? .quantity
      case .leaf(let target, _): kinds[target.name] = kinds[target.name] ?? .quantity
      case .block(let header, let body):
        if case .stage(let stage) = header { steps.insert(stage.variable) }
        read(body)
      case .title, .source, .remark, .alphabet, .example, .view, .beside: break
      }
    }
  }

  /// Indices with the step as 0, so that `[k-1]` of one sheet is `[t-1]` of another.
  func placed(_ indices: [Index]) -> [Index] {
    let now = Dictionary(uniqueKeysWithValues: steps.map { ($0, 0) })
    return indices.map { index in
      switch index {
      case .all: .all
      case .at(let value): .at(value.substituting(now))
      case .through(let value): .through(value.substituting(now))
      }
    }
  }

  /// The name that a term reads, and at which step or of which member; nil for what is made of several.
  func read(in term: Syntax) -> (name: String, kind: Kind, indices: [Index])? {
    switch term.kind {
    case .name(let name): kinds[name].map { (name, $0, []) }
    case .index(let base, let indices):
      if case .name(let name) = base.kind { kinds[name].map { (name, $0, placed(indices)) } } else { nil }
    case .number, .call, .negate, .root, .transpose, .binary, .product, .stack, .each, .address: nil
    }
  }
}

extension Sheet {
  /// Everything that it declares or defines, sorted.
  package var knownNames: [String] { SheetNames(self).kinds.keys.sorted() }

  /// The first name in a term that is none of them.
  package func unknownName(in term: Syntax) -> String? {
    let names = SheetNames(self)
    return term.names.first { names.kinds[$0] == nil && !names.steps.contains($0) }
  }
}
