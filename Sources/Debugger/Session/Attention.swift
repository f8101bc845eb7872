// Where a model looks: weights that sum to 1 over things that are kept elsewhere. Found by what equations are made of and
// what their values are used for, in any sheet.

package import Equations

/// Weights that belong together: the heads of a layer, a head that reads beside one that writes.
package struct Attention: Sendable, Equatable {
  /// How the weights lie.
  package enum Form: Sendable, Hashable {
    /// A vector at each step: the step is what looks.
    case steps
    /// A matrix with a column for each thing that looks; at each step, where steps are layers.
    case columns
    /// The same, turned over.
    case rows
  }

  /// Quantities of one shape and stage, in the sheet's order.
  package var heads: [Quantity]
  package var form: Form

  package var stage: Int { heads.first?.stage ?? 0 }

  /// What can be looked at.
  package var keys: Dimension {
    let shape = heads.first?.shape ?? .scalar
    return form == .rows ? shape.columns : shape.stored.rows
  }

  /// What looks; nil where the steps do.
  package var queries: Dimension? {
    guard let shape = heads.first?.shape else { return nil }
    switch form {
    case .steps: return nil
    case .columns: return shape.columns
    case .rows: return shape.rows
    }
  }

  /// What is said where there is none.
  static let none =
    "the sheet has no attention: weights that sum to one, over a sequence or over what they are multiplied with"

  /// What the weights are made of: the argument of the softmax; nil for weights that are made in another way.
  package static func energies(of quantity: Quantity) -> Expression? {
    var expression = quantity.expression
    if case .apply(.transpose, let operands) = expression.kind { expression = operands[0] }
    guard case .apply(let primitive, let operands) = expression.kind,
      primitive == .softmax || primitive == .maskedSoftmax
    else { return nil }
    return operands[0]
  }
}

extension Session {
  /// All attentions of the model, in the sheet's order.
  package var attentions: [Attention] {
    let uses = WeightUses(model)
    var families: [ItemPath: Int] = [:]
    for quantity in model.quantities { families[quantity.item, default: 0] += 1 }
    var groups: [(kin: Kinship, attention: Attention)] = []
    for quantity in model.quantities where !quantity.isUnnamed && isAttention(quantity, uses) {
      let form = Self.form(of: quantity)
      let kin = Kinship(
        stage: quantity.stage, form: form, rows: quantity.shape.rows.label, columns: quantity.shape.columns.label,
        family: families[quantity.item, default: 0] > 1 ? quantity.item : nil)
      if let place = groups.firstIndex(where: { $0.kin == kin }) {
        groups[place].attention.heads.append(quantity)
      } else {
        groups.append((kin, Attention(heads: [quantity], form: form)))
      }
    }
    return groups.map(\.attention)
  }

  /// The attention that a quantity is a head of.
  package func attention(of quantity: Quantity) -> Attention? {
    guard Self.isDistribution(quantity.expression), !quantity.shape.isScalar else { return nil }
    return attentions.first { $0.heads.contains { $0.id == quantity.id } }
  }

  /// The first head of a family that is named without its members: `A` for `A[1]`.
  func head(ofFamily text: String) -> Quantity? {
    let name = Symbols.typedName(text)
    guard model.quantity(named: name) == nil else { return nil }
    return attentions.lazy.compactMap { $0.heads.first { $0.name.hasPrefix(name + "[") } }.first
  }

  /// Weights over the positions of a sequence, of things over each other, or over what they are multiplied with.
  private func isAttention(_ quantity: Quantity, _ uses: WeightUses) -> Bool {
    guard Self.isDistribution(quantity.expression), !quantity.shape.isScalar, quantity.shape.count > 1 else {
      return false
    }
    if uses.quantities.contains(quantity.id) { return true }
    if case .matrix(let rows, let columns) = quantity.shape, rows.label == columns.label { return true }
    return stage(of: quantity.shape.stored.rows) != nil
  }

  private static func form(of quantity: Quantity) -> Attention.Form {
    guard case .matrix = quantity.shape else { return .steps }
    if case .apply(.transpose, _) = quantity.expression.kind { return .rows }
    return .columns
  }

  /// What heads of one attention have in common.
  private struct Kinship: Equatable {
    var stage: Int
    var form: Attention.Form
    var rows: String
    var columns: String
    var family: ItemPath?
  }
}

/// Quantities that others are read or written by: `V w` mixes the columns of V, `w vᵀ` shares out v over rows.
private struct WeightUses {
  private(set) var quantities: Set<Int> = []

  init(_ model: Model) {
    for quantity in model.quantities {
      quantity.expression.visit { expression in
        guard case .apply(.product, let operands) = expression.kind else { return }
        // What a parameter is multiplied with is a choice among what was learned, not a look at something.
        if let id = Self.weights(operands[1]), Self.isWorkedOut(operands[0], model) { quantities.insert(id) }
        if let id = Self.weights(operands[0]), Self.isWorkedOut(operands[1], model) { quantities.insert(id) }
      }
    }
  }

  /// The quantity that an operand is, at this step, turned over or not.
  private static func weights(_ expression: Expression) -> Int? {
    switch expression.kind {
    case .read(let read):
      guard case .quantity(let id) = read.source, read.at == .now else { return nil }
      return id
    case .apply(.transpose, let operands): return weights(operands[0])
    case .apply, .number: return nil
    }
  }

  /// Whether it holds what was fed or worked out; a symbol holds nothing to look into, it picks one entry.
  private static func isWorkedOut(_ expression: Expression, _ model: Model) -> Bool {
    expression.reads.contains { read in
      switch read.source {
      case .quantity: true
      case .input(let id): if case .token = model.inputs[id].kind { false } else { true }
      case .parameter, .series, .constant, .step, .length: false
      }
    }
  }
}
