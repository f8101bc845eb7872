// What a view is, and the table of them: adding one is a row of `ViewKind`, a file in this folder, and a line here.

import Cells
import Debugger
import Equations

/// Draws one pane, and says how much room it would like.
protocol PaneView {
  var context: PaneContext { get }

  init(_ context: PaneContext)

  func draw(in area: Rectangle, on screen: inout Screen)

  /// Heights that do it justice at a width, the best first; empty if it takes what there is.
  func heights(width: Int) -> [Int]
  /// Widths that do it justice, the best first; empty if it takes what there is.
  var widths: [Int] { get }
  /// What can be scrolled through.
  func viewport(in area: Rectangle) -> Viewport
  /// What is pointed at after moving on by so many rows and columns.
  func moved(rows: Int, columns: Int) -> Place
  /// The step that is pointed at after moving on; nil where moving leads to no other.
  func movedStep(rows: Int, columns: Int) -> Int?
  /// The quantity that moving picks, so that an explanation is about it; nil where that stays what it is.
  func picked(rows: Int, columns: Int) -> Int?
}

extension PaneView {
  func heights(width: Int) -> [Int] { [] }
  var widths: [Int] { [] }
  func viewport(in area: Rectangle) -> Viewport { Viewport() }

  func movedStep(rows: Int, columns: Int) -> Int? { nil }
  func picked(rows: Int, columns: Int) -> Int? { nil }

  func moved(rows: Int, columns: Int) -> Place {
    guard let shape = context.tensor?.shape.stored else { return context.pointed }
    func on(_ place: Int, _ count: Int, of all: Int) -> Int {
      min(max(min(place, all - 1) + count, 0), max(all - 1, 0))
    }
    return Place(
      row: on(context.pointed.row, rows, of: shape.rows.count),
      column: columns == 0 ? context.pointed.column : on(context.pointed.column, columns, of: shape.columns.count))
  }
}

extension Pane {
  /// Two pages beside each other need the room of a picture.
  func place(as kind: ViewKind) -> ViewKind.Place { beside != nil && kind == .equations ? .main : kind.place }
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
    case .equations, .explain: .side
    case .attention, .units, .matrix, .number, .bars, .profile, .outputs, .decay, .graph, .tree, .beside: .main
    case .lines, .text, .training: .strip
    case .grad, .triangle, .shares, .flow, .race: .main
    }
  }

  func view(_ context: PaneContext) -> any PaneView {
    switch self {
    case .equations: context.pane.beside.map { EquationPairsView(context, beside: $0) } ?? EquationsView(context)
    case .attention: AttentionView(context)
    case .units: UnitsView(context)
    case .matrix: MatrixView(context)
    case .number: NumberView(context)
    case .bars: BarsView(context)
    case .profile: ProfileView(context)
    case .outputs: OutputsView(context)
    case .text: TextView(context)
    case .decay: DecayView(context)
    case .graph: GraphView(context)
    case .tree: TreeView(context)
    case .beside: BesideView.isOneChart(context) ? CurvesView(context) : BesideView(context)
    case .explain: ExplainView(context)
    case .training: TrainingView(context)
    case .lines: LinesView(context)
    case .grad, .flow, .race: CurvesView(context)
    case .triangle: TriangleView(context)
    case .shares: SharesView(context)
    }
  }
}
