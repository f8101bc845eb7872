// What a view is, and the table of them: adding one is a row of `ViewKind`, a file in this folder, and a line here.

import Cells
import Debugger

/// Draws one pane, and says how much room it would like.
protocol PaneView {
  init(_ context: PaneContext)

  func draw(in area: Rectangle, on screen: inout Screen)

  /// Heights that do it justice at a width, the best first; empty if it takes what there is.
  func heights(width: Int) -> [Int]
  /// Widths that do it justice, the best first; empty if it takes what there is.
  var widths: [Int] { get }
  /// What can be scrolled through.
  func viewport(in area: Rectangle) -> Viewport
}

extension PaneView {
  func heights(width: Int) -> [Int] { [] }
  var widths: [Int] { [] }
  func viewport(in area: Rectangle) -> Viewport { Viewport() }
}

extension ViewKind {
  /// Where a view lies in the arrangement that follows from views.
  enum Place {
    /// To be read: at the left.
    case side
    /// To be looked at: where most room is.
    case main
    /// Wide and low: below the others.
    case strip
  }

  var place: Place {
    switch self {
    case .equations: .side
    case .units, .matrix, .number: .main
    case .lines: .strip
    }
  }

  func view(_ context: PaneContext) -> any PaneView {
    switch self {
    case .equations: EquationsView(context)
    case .units: UnitsView(context)
    case .matrix: MatrixView(context)
    case .number: NumberView(context)
    case .lines: LinesView(context)
    }
  }
}
