// Commands that change what the session is made of: sizes and constants, the input, files, equations.

internal import Catalogue
internal import Equations
internal import Evaluation

extension Command {
  static let set: Command = Command(
    "set", operands: "NAME = VALUE", completes: .expression,
    summary: "set a dimension, a constant, a parameter or one entry of it, and run again",
    details: """
      set H = 32            a dimension: the model is made anew
      set μ = 0.5           a constant
      set b_z = 1           every entry of a parameter
      set W_z[3,2] = -0.5   one entry; any expression of the sheet may stand on the right
      set seed = 2          where random starts begin
      """,
    example: "set b_z = 1", changes: true
  ) { session, text throws(CommandError) in
    guard let equals = text.firstIndex(of: "=") else { throw Command.set.usage(text) }
    let value = String(text[text.index(after: equals)...]).trimmed
    let (name, entry) = try PinReader.target(String(text[..<equals]).trimmed, session.model)
    guard !value.isEmpty else { throw Command.set.usage(text) }
    if let parameter = session.model.parameter(named: name) {
      try session.setParameter(parameter, entry, value)
      return Reply([.text(text)] + session.arrived)
    }
    let number = try session.number(value)
    if name == "seed", session.model.constant(named: name) == nil {
      guard let seed = UInt64(exactly: number) else { throw .message("a seed is a whole number from 0, not \(value)") }
      session = try session.remade { $0.seed = seed }
    } else {
      session = try session.remade { $0.settings[name] = number }
    }
    return Reply([.text(text)] + session.arrived)
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
    if text.first == "\"", text.count < 2 || text.last != "\"" {
      throw .message("the quoted text is not closed: put a \" at its end")
    }
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
    "open", operands: "MODEL", completes: .sheet, summary: "open another sheet, by its name or path",
    example: "open lstm"
  ) { _, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.open.usage("") }
    return Reply(effects: [.open(unquoted(text))])
  }

  @Sendable private static func unquoted(_ text: String) -> String {
    text.count >= 2 && text.first == "\"" && text.last == "\"" ? String(text.dropFirst().dropLast()) : text
  }
}

extension Session {
  /// One number, from an expression.
  fileprivate func number(_ text: String) throws(CommandError) -> Double {
    if let plain = Double(text) { return plain }
    let value = try self.value(of: text)
    guard value.numbers.count == 1, let number = value.numbers.first else {
      throw .message("\(text) is \(value.shape.described), not one number")
    }
    return Double(number)
  }

  /// Puts other numbers into a parameter and runs again.
  fileprivate mutating func setParameter(_ parameter: Parameter, _ entry: [Int], _ text: String) throws(CommandError) {
    let value = try self.value(of: text)
    var numbers = values.parameters[parameter.id]
    let axes = parameter.shape.axes
    if entry.isEmpty {
      guard value.numbers.count == 1 || value.shape == parameter.shape else {
        throw .message("\(parameter.name) is \(parameter.shape.described), the value is \(value.shape.described)")
      }
      numbers =
        value.numbers.count == parameter.shape.count
        ? value.numbers : Array(repeating: value.numbers[0], count: parameter.shape.count)
    } else {
      guard entry.count == axes.count else {
        throw .message("\(parameter.name) is \(parameter.shape.described): an entry of it has \(axes.count) indices")
      }
      for (index, count) in zip(entry, axes) where index < 1 || index > count {
        throw .message("\(parameter.name) has no entry \(index): they go from 1 to \(count)")
      }
      guard value.numbers.count == 1 else { throw .message("one entry takes one number, not \(value.shape.described)") }
      let place = entry.count == 2 ? (entry[0] - 1) * axes[1] + entry[1] - 1 : entry[0] - 1
      numbers[place] = value.numbers[0]
    }
    self = try remade { $0.edits[parameter.name] = numbers }
  }

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
