// The ways to look at a session, as rows: what each is called, what it is for, what it suits. How a row is drawn is the
// business of the layer above.

package import Equations

/// A view that a pane of the screen can show.
///
/// The order is that in which a pane turns through them; of those that suit a quantity the first picture is the usual one.
package enum ViewKind: String, CaseIterable, Sendable {
  case equations, attention, units, matrix, number, bars, profile, outputs, text, decay, graph, tree, beside, explain,
    lines, training
  case grad, triangle, shares, flow, race

  package var name: String { rawValue }

  /// One line of help.
  package var summary: String {
    switch self {
    case .equations:
      "the equations of the sheet, the current one marked; beside another sheet's, what corresponds marked alike"
    case .attention: "where one thing looks into others: a row for each query, all heads small or one large"
    case .units: "a vector over time: a row for each unit, a column for each step"
    case .matrix: "a matrix at this step, an input or a parameter"
    case .number: "one number over time, as bars"
    case .bars: "the entries of a vector at this step, as bars with their numbers"
    case .profile: "a vector as a line over its entries, or columns of a matrix: a spectrum, waves on a graph"
    case .outputs: "the likeliest entries of a vector at this step, with their symbols if they have some"
    case .text: "the symbols that were read, each on the color of one unit"
    case .decay: "what remains of each step's state at each later step"
    case .graph: "the graph that is fed, nodes colored by a quantity, ties by attention where there is some"
    case .tree: "the tree that is walked over, leaves at the bottom, nodes colored by a quantity"
    case .beside: "one view of several runs side by side: with and without pins, kept, compared"
    case .explain: "where the number that is pointed at came from, to be followed back"
    case .lines: "the run in a few lines: means of gates, entropies of weights, norms of states, any expressions"
    case .training: "how a training goes: its loss, its trials on fresh sequences, its gradients"
    case .grad: "the length of the gradient by each state over the steps, as lines on a logarithmic scale"
    case .triangle:
      "what the loss of each step says to each earlier one, t down, k across; Enter tells how it got there"
    case .shares: "the gradient by a parameter, not yet summed: what each step adds, what came over each distance"
    case .flow: "the ways on which the gradient comes to a state: through itself, each gate, a skip"
    case .race: "whose gradient reaches back how far: a line for each model that race has set side by side"
    }
  }

  /// What may stand behind the name.
  package enum Operand: Sendable {
    case none
    /// A quantity, or an input in most; with an entry where one unit is enough.
    case quantity
    /// A quantity, an input, a parameter or a constant.
    case tensor
    /// The same, with the rows and columns that are meant.
    case part
    /// Expressions with commas between them.
    case expressions
    /// Another view, and what it shows.
    case pane
    /// Names of quantities, of one quantity or of a parameter, and what is differentiated.
    case gradients, gradient, share
  }

  package var operand: Operand {
    switch self {
    case .equations, .explain, .training, .race: .none
    case .grad: .gradients
    case .triangle, .flow: .gradient
    case .shares: .share
    case .attention, .units, .number, .outputs, .text, .decay, .graph, .tree: .quantity
    case .matrix, .bars: .tensor
    case .profile: .part
    case .lines: .expressions
    case .beside: .pane
    }
  }

  /// What may stand behind the name, for help; empty if nothing does.
  package var operands: String {
    switch self {
    case .equations: "[beside SHEET [with THEIRS = OURS, …]]"
    case .explain, .training, .race: ""
    case .grad: "[NAME, …] [of EXPRESSION]"
    case .triangle, .flow: "[NAME] [of EXPRESSION]"
    case .shares: "[PARAMETER] [of EXPRESSION]"
    case .attention: "[NAME] [energies]"
    case .units: "[NAME] [by NAME, or clustered]"
    case .bars: "[NAME] [by value]"
    case .matrix, .number, .outputs: "[NAME]"
    case .profile: "[NAME, or some of it as NAME[:,2:4]]"
    case .text, .decay, .tree: "[NAME or ENTRY]"
    case .graph: "[NAME, or NAME[UNIT]]"
    case .lines: "[EXPRESSION, …]"
    case .beside: "[VIEW] [NAME]"
    }
  }

  /// Whether it has a picture of a quantity; views of the whole session suit all.
  package func suits(_ quantity: Quantity, in session: Session) -> Bool {
    guard session.fedInput(quantity.id) == nil || isOfInputs else { return false }
    let isMatrix = if case .matrix = quantity.shape { true } else { false }
    switch self {
    case .equations, .explain: return true
    case .training: return session.training != nil
    case .attention: return session.attention(of: quantity) != nil
    case .units, .bars, .outputs: return !isMatrix && !quantity.shape.isScalar
    case .matrix: return isMatrix
    case .number: return quantity.shape.isScalar
    case .profile: return !quantity.shape.isScalar
    case .text: return session.symbol(of: quantity.stage, at: 0) != nil
    case .decay: return session.carries(quantity)
    case .tree: return session.treeQuantity(of: quantity) != nil
    case .graph: return session.nodeAxis(of: quantity) != nil
    case .beside: return true
    case .lines: return session.model.stages[quantity.stage].steps != .once
    case .grad, .triangle, .shares: return session.canDifferentiate
    case .flow: return session.canDifferentiate && session.model.quantities.contains { $0.isState }
    case .race: return session.race != nil
    }
  }

  /// Whether it shows an input as it shows what an equation defines.
  private var isOfInputs: Bool {
    switch self {
    case .units, .matrix, .number, .bars, .profile, .text, .graph, .beside: true
    case .equations, .attention, .outputs, .decay, .tree, .explain, .lines, .training: false
    case .grad, .triangle, .shares, .flow, .race: false
    }
  }

  /// Whether it shows one quantity, rather than the session as a whole.
  package var isPicture: Bool {
    switch self {
    case .equations, .lines, .explain, .training, .grad, .triangle, .shares, .flow, .race: false
    case .attention, .units, .matrix, .number, .bars, .profile, .outputs, .text, .decay, .graph, .tree, .beside: true
    }
  }

  package static func named(_ word: String) -> ViewKind? { ViewKind(rawValue: word) }
}

extension ViewKind {
  /// Whether what is differentiated may be said.
  var isOfGradients: Bool {
    switch operand {
    case .gradients, .gradient, .share: true
    case .none, .quantity, .tensor, .part, .expressions, .pane: false
    }
  }

  /// Whether a parameter or a constant may be shown.
  var isOfTensors: Bool { operand == .tensor || operand == .part }
}
