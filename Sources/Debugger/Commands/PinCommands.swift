// pin and unpin: hold a value, and see what becomes of the rest.

internal import Equations
internal import Evaluation

extension Command {
  static let pin: Command = Command(
    "pin", operands: "NAME = VALUE [from STEP [to STEP]]", completes: .quantity,
    summary: "hold a quantity, or a part of it, to a value",
    details: """
      pin z = 0                  the whole of z, at every step
      pin f[3] = 1 from 5 to 9   one entry, for some steps; at 5 for one
      pin f[2:5] = 0             some entries; pin A[2,:] = 0 a row, pin A[:,3] = v a column
      pin f = 1 - i              to an expression of the sheet, worked out anew at each step
      A later pin wins over an earlier one. The untouched run stays as the ghost that views and compare set beside: help
      baseline.
      """,
    example: "pin z = 0", changes: true
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else {
      guard !session.pins.isEmpty else { throw .nothingPinned("") }
      return Reply(session.pins.map { .text("pin \($0.text)") })
    }
    let pin = try PinReader.read(text, session)
    try PinReader.check(pin, stepCount: session.trace.stepCount(of: session.trace.model.quantities[pin.quantity]))
    let known = session.notes
    try session.pin(pin)
    return Reply([.text("pinned \(pin.text)")] + session.news(since: known) + [session.here])
  }

  static let unpin: Command = Command(
    "unpin", operands: "[NAME]", completes: .quantity, summary: "let go of a pin, or of all", example: "unpin",
    changes: true
  ) { session, text throws(CommandError) in
    guard !session.pins.isEmpty else { throw .nothingPinned("") }
    guard !text.isEmpty else {
      try session.unpin { _ in true }
      return Reply([.text("nothing is pinned any more"), session.here])
    }
    let model = session.model
    let part = try PlaceReader.read(
      text, shape: { model.quantity(named: $0)?.shape }, unknown: { PinReader.unknown($0, model) })
    let isMeant = { (pin: Pin) in
      model.quantities[pin.quantity].name == part.name && (part.place.isEmpty || pin.place == part.place)
    }
    guard session.pins.contains(where: isMeant) else { throw .nothingPinned(text) }
    try session.unpin(isMeant)
    return Reply([.text("unpinned \(text)"), session.here])
  }
}
