// list: the equations, alone or beside another sheet's.

internal import Equations
internal import Evaluation

extension Command {
  static let list: Command = Command(
    "list", ["l"], operands: "[beside \(BesideRequest.usage)]", completes: .run,
    summary: "the equations, the current one marked by ▶, those that running stops at by ●; or beside another sheet's",
    details: """
      list beside gru                      each equation beside the one that corresponds, corresponding terms marked
      list beside gru with z = f, h = c    what corresponds is said: a term of the other sheet = one of this
      Without with, what either sheet says of the other counts, or else what is built alike. view equations beside gru
      shows it.
      """,
    example: "list"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { return Reply(session.listing.map { .text($0) }) }
    guard text.hasPrefix(Pane.beside + " ") else { throw Command.list.usage(text) }
    let request = try BesideRequest(String(text.dropFirst(Pane.beside.count)).trimmed)
    guard session.sheet(beside: request.sheet) != nil else {
      return Reply(effects: [.bring([request.sheet], then: "list \(text)")])
    }
    let pairs = try session.equationPairs(request)
    return Reply(pairs.lines(session.model.sheet.name, request.sheet).map { .text($0) })
  }
}

extension Session {
  fileprivate var listing: [String] {
    let current = currentQuantity?.id
    let quantities = model.quantities.filter { !$0.isUnnamed }
    let width = quantities.map(\.text.cellWidth).max() ?? 0
    return quantities.map { quantity in
      let stop = stops.contains { $0.isEnabled && $0.kind == .equation(quantity.id) } ? "●" : " "
      let mark = (quantity.id == current ? "▶" : " ") + stop
      let caption = (quantity.caption.map { [$0] } ?? []) + (trace.has(quantity) ? [] : ["left out"])
      guard !caption.isEmpty else { return mark + quantity.text }
      return "\(mark)\(quantity.text.padded(to: min(width, 60)))  # \(caption.joined(separator: "; "))"
    }
  }
}
