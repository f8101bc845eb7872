// What a vector is most for: its largest entries with their symbols, and how much of the whole each is.

import Cells
import Debugger
import Equations

/// The likeliest entries now, in a box.
struct OutputsView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  /// Entries as they are if they sum to 1 by their equation's form, else what softmax makes of them.
  private var isDistribution: Bool { context.quantity.map { Session.isDistribution($0.expression) } ?? false }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let quantity = context.quantity else { return }
    let tensor = ShownTensor(quantity)
    let step = context.step(in: quantity)
    let shares = shares(quantity, step)
    let isDifference = context.values.lens == .difference
    let limit = QuantityScale.rounded(shares.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 })
    let scale: ValueScale = isDifference ? .diverging(limit: limit) : .sequential(from: 0, to: 1)
    let frame = context.frame(
      of: tensor, entry: context.entry, at: step, in: area,
      remark: isDistribution ? "likeliest" : "likeliest by softmax", said: said(tensor, shares, step))
    guard let inner = frame.draw(in: area, scale: scale, on: &screen), !shares.isEmpty else { return }
    let list = list(shares, scale)
    list.draw(from: context.scroll.row, of: tensor, step: step, in: inner, on: &screen)
  }

  /// What each entry is of the whole; none before it is worked out.
  private func shares(_ quantity: Quantity, _ step: Int) -> [Float] {
    let values = context.values
    guard values.hasHappened(quantity.id, at: step) else { return [] }
    guard !isDistribution else { return values.values(quantity.id, at: step) }
    guard values.lens == .difference else { return values.values(quantity.id, at: step).softmax }
    let (now, before) = (LensedValues(values.session, .now), LensedValues(values.session, .before))
    return zip(now.values(quantity.id, at: step).softmax, before.values(quantity.id, at: step).softmax).map { $0 - $1 }
  }

  private func list(_ shares: [Float], _ scale: ValueScale) -> BarList {
    let names = EntryNames(context.session, context.quantity?.shape.stored.rows ?? Dimension(shares.count))
    let rows = order(shares).map { BarList.Row(label: names.name(of: $0), value: shares[$0], entry: $0) }
    return BarList(rows, scale: scale, theme: context.theme, entry: context.entry)
  }

  /// Largest first; of a difference what changed most.
  private func order(_ shares: [Float]) -> [Int] {
    context.values.lens == .difference ? shares.map(abs).largestFirst : shares.largestFirst
  }

  /// The share and the number of the entry that is pointed at.
  private func said(_ tensor: ShownTensor, _ shares: [Float], _ step: Int) -> String? {
    let entry = context.entry
    guard !isDistribution, shares.indices.contains(entry) else { return nil }
    let numbers = context.values.values(tensor, at: step)
    guard numbers.indices.contains(entry) else { return nil }
    let address = context.values.address(tensor, entry: entry, step: step)
    return "\(address) = \(ValueText.short(numbers[entry])), share \(ValueText.short(shares[entry]))"
  }

  func heights(width: Int) -> [Int] { context.quantity.map { [min($0.shape.count, 12) + 4] } ?? [] }

  func viewport(in area: Rectangle) -> Viewport {
    guard let quantity = context.quantity else { return Viewport() }
    let shares = shares(quantity, context.step(in: quantity))
    let list = list(shares, .sequential(from: 0, to: 1))
    let place = order(shares).firstIndex(of: context.entry) ?? 0
    return Viewport(
      rows: list.capacity(QuantityFrame.inner(area)), allRows: shares.count, pointed: (place, 0), isRanked: true)
  }

  func moved(rows: Int, columns: Int) -> Place {
    guard let quantity = context.quantity else { return context.pointed }
    let order = order(shares(quantity, context.step(in: quantity)))
    let place = (order.firstIndex(of: context.entry) ?? 0) + rows
    return order.isEmpty ? context.pointed : Place(row: order[min(max(place, 0), order.count - 1)])
  }
}
