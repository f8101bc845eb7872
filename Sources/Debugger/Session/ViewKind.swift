// The ways to look at a session, as rows: what each is called, what it is for, what it suits. How a row is drawn is the
// business of the layer above.

package import Equations

/// A view that a pane of the screen can show.
package enum ViewKind: String, CaseIterable, Sendable {
  case equations, units, matrix, number, lines

  package var name: String { rawValue }

  /// One line of help.
  package var summary: String {
    switch self {
    case .equations: "the equations of the sheet, the current one marked"
    case .units: "a vector over time: a row for each unit, a column for each step"
    case .matrix: "a matrix at this step"
    case .number: "one number over time, as bars"
    case .lines: "the run in a few lines: means of gates, norms of states"
    }
  }

  /// What may stand behind the name, for help; empty if nothing does.
  package var operands: String {
    switch self {
    case .equations, .lines: ""
    case .units, .matrix, .number: "[NAME]"
    }
  }

  /// Whether it has a picture of a quantity; views of the whole session suit all.
  package func suits(_ quantity: Quantity, in session: Session) -> Bool {
    switch self {
    case .equations: true
    case .units: if case .matrix = quantity.shape { false } else { !quantity.shape.isScalar }
    case .matrix: if case .matrix = quantity.shape { true } else { false }
    case .number: quantity.shape.isScalar
    case .lines: session.model.stages[quantity.stage].steps != .once
    }
  }

  /// Whether it shows one quantity, rather than the session as a whole.
  package var isPicture: Bool {
    switch self {
    case .equations, .lines: false
    case .units, .matrix, .number: true
    }
  }

  package static func named(_ word: String) -> ViewKind? { ViewKind(rawValue: word) }
}
