// The entries of one vector at one step, each a bar with its number beside it.

import Cells
import Debugger
import Equations

/// A vector now, in a box.
struct BarsView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let tensor = context.tensor else { return }
    let step = context.step(in: tensor)
    let scale = QuantityScale(values: context.values).scale(of: tensor, showing: step..<step + 1)
    let frame = context.frame(of: tensor, entry: context.entry, at: step, in: area, remark: remark(tensor, step))
    guard let inner = frame.draw(in: area, scale: scale, on: &screen) else { return }
    guard context.values.hasHappened(tensor, at: step) else { return }
    let list = list(tensor, step, scale)
    let first = min(max(context.scroll.row, 0), max(list.rows.count - list.capacity(inner), 0))
    list.draw(from: first, of: tensor, step: tensor.quantity == nil ? nil : step, in: inner, on: &screen)
  }

  /// The step of what moves, and the order; "now" is what a lens shows.
  private func remark(_ tensor: ShownTensor, _ step: Int) -> String? {
    let order = context.pane.order == .asTheyCome ? nil : "by value"
    guard context.hasSteps(tensor) else { return order }
    return (["at step \(step + 1)"] + [order].compactMap { $0 }).joined(separator: ", ")
  }

  private func list(_ tensor: ShownTensor, _ step: Int, _ scale: ValueScale) -> BarList {
    let numbers = context.values.values(tensor, at: step)
    let names = EntryNames(context.session, tensor.shape.stored.rows)
    let rows = order.compactMap { entry in
      numbers.indices.contains(entry)
        ? BarList.Row(label: names.name(of: entry), value: numbers[entry], entry: entry) : nil
    }
    return BarList(rows, scale: scale, theme: context.theme, entry: context.entry)
  }

  /// The entries, from 0, in the order in which they stand.
  private var order: [Int] {
    guard let tensor = context.tensor else { return [] }
    let entries = Array(0..<tensor.shape.count)
    guard context.pane.order != .asTheyCome else { return entries }
    let numbers = context.values.values(tensor, at: context.step(in: tensor))
    guard numbers.count == entries.count else { return entries }
    return numbers.largestFirst
  }

  /// A row for each entry; many take what there is.
  func heights(width: Int) -> [Int] {
    guard let tensor = context.tensor, tensor.shape.count <= 16 else { return [] }
    return [tensor.shape.count + 3]
  }

  /// Names, numbers, and bars long enough to be compared.
  var widths: [Int] {
    guard let tensor = context.tensor else { return [] }
    let names = EntryNames(context.session, tensor.shape.stored.rows)
    return [max(QuantityFrame.sides + BarList.width(label: names.columns), 26)]
  }

  func viewport(in area: Rectangle) -> Viewport {
    guard let tensor = context.tensor else { return Viewport() }
    let inner = QuantityFrame.inner(area)
    let list = list(tensor, context.step(in: tensor), .sequential(from: 0, to: 1))
    let place = order.firstIndex(of: context.entry) ?? 0
    return Viewport(
      rows: list.capacity(inner), allRows: tensor.shape.count, pointed: (place, 0),
      isRanked: context.pane.order != .asTheyCome)
  }

  func moved(rows: Int, columns: Int) -> Place {
    let order = order
    let place = (order.firstIndex(of: context.entry) ?? 0) + rows
    return order.isEmpty ? context.pointed : Place(row: order[min(max(place, 0), order.count - 1)])
  }
}

extension [Float] {
  /// Places from the largest number to the smallest; what is no number comes last, and equal ones as they come.
  var largestFirst: [Int] {
    func key(_ place: Int) -> Float { self[place].isNaN ? -.infinity : self[place] }
    return indices.sorted { key($0) != key($1) ? key($0) > key($1) : $0 < $1 }
  }
}
