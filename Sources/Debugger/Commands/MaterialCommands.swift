// Commands that change what the session is made of: sizes and constants, the input, files, equations.

internal import Catalogue
internal import Equations

extension Command {
  static let set: Command = Command(
    "set", operands: "NAME = NUMBER", completes: .expression, summary: "set a dimension or a constant, and run again",
    details: "set H = 32 makes the model anew; set μ = 0.5 keeps its parameters. seed is set the same way.",
    example: "set seed = 2", changes: true
  ) { session, text throws(CommandError) in
    let parts = text.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
    guard parts.count == 2, let number = Double(parts[1].hasPrefix("−") ? "-" + parts[1].dropFirst() : parts[1]) else {
      throw Command.set.usage(text)
    }
    let name = Symbols.normalForm(parts[0])
    if name == "seed", session.model.constant(named: name) == nil {
      guard let seed = UInt64(exactly: number) else { throw .message("a seed is a whole number from 0, not \(parts[1])") }
      session = try session.remade { $0.seed = seed }
      return Reply([.text("seed = \(seed)"), session.here])
    }
    session = try session.remade { $0.settings[name] = number }
    return Reply([.text("\(name) = \(parts[1])"), session.here])
  }

  static let feed: Command = Command(
    "feed", operands: "\"TEXT\" or NUMBERS", completes: .text, summary: "run on another input",
    details: """
      feed "gate"         letters for a token input
      feed 1 0; 0 1       a row of numbers for each step
      feed example        what the sheet opens with
      """,
    example: "feed \"gate\"", changes: true
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.feed.usage("") }
    let isQuoted = text.count >= 2 && text.first == "\"" && text.last == "\""
    let plain = isQuoted ? String(text.dropFirst().dropLast()) : text
    session = try session.remade { $0.feed = plain == "example" && !isQuoted ? .example : .text(plain) }
    return Reply([.text("fed \(session.feedDescription)"), session.here])
  }

  static let load: Command = Command(
    "load", operands: "FILE", completes: .file, summary: "read weights from a safetensors or npz file",
    details: "load input FILE reads the inputs instead.", example: "load Resources/weights/g2p.npz"
  ) { _, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.load.usage("") }
    if text.hasPrefix("input ") { return Reply(effects: [.loadInputs(unquoted(String(text.dropFirst(6)).trimmed))]) }
    return Reply(effects: [.loadWeights(unquoted(text))])
  }

  static let open: Command = Command(
    "open", operands: "MODEL", completes: .sheet, summary: "open another sheet, by its name or path", example: "open lstm"
  ) { _, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.open.usage("") }
    return Reply(effects: [.open(unquoted(text))])
  }

  @Sendable private static func unquoted(_ text: String) -> String {
    text.count >= 2 && text.first == "\"" && text.last == "\"" ? String(text.dropFirst().dropLast()) : text
  }
}

extension Session {
  /// Puts an equation in the place of the one that defines the same name, checks the sheet, and runs it.
  mutating func replaceEquation(_ item: Item, _ text: String) throws(CommandError) -> Reply {
    guard case .equation(let target, _, _) = item.kind else { return .silent }
    guard let path = model.sheet.path(toEquation: target) else {
      let nearest = nearestName(to: target.name, among: model.quantities.map(\.name))
      throw .message(
        "no equation of the sheet defines \(target.spelled)"
          + (nearest.map { ": did you mean \($0)?" } ?? "; an equation typed here replaces one of the sheet"))
    }
    let sheet: Sheet
    do throws(SheetErrors) {
      // Printed and read again, so that mistakes show the line as it stands in the edited sheet.
      let edited = material.sheet.replacing(path, with: item)
      sheet = try SheetParser.parse(edited.printed, name: edited.name)
    } catch {
      throw .sheet(error)
    }
    self = try remade { $0.sheet = sheet }
    return Reply([.text("\(text.trimmed)"), here])
  }
}
