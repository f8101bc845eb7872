// Stops read from text, and read again when the model changes.

package import Equations

extension Stop {
  /// What stands behind `break`: `if CONDITION`, `on NAME [if CONDITION]`, or a NAME.
  package static func read(_ text: String, number: Int, isTemporary: Bool, _ model: Model) throws(CommandError) -> Stop
  {
    if text.hasPrefix("if ") {
      let (expression, spelled) = try expression(String(text.dropFirst(3)).trimmed, model)
      return Stop(
        number: number, kind: .condition(expression), condition: nil, isTemporary: isTemporary, text: "if \(spelled)")
    }
    let rest = text.hasPrefix("on ") ? String(text.dropFirst(3)).trimmed : text
    let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
    guard let word = parts.first else {
      throw .usage(command: "break", expected: "if CONDITION, or the name of an equation", found: text)
    }
    let name = Symbols.normalForm(word)
    guard let quantity = model.quantity(named: name) else { throw PinReader.unknown(name, model) }
    guard parts.count > 1 else {
      return Stop(
        number: number, kind: .equation(quantity.id), condition: nil, isTemporary: isTemporary, text: "on \(name)")
    }
    guard parts[1].hasPrefix("if ") else {
      throw .usage(command: "break", expected: "on NAME [if CONDITION]", found: text)
    }
    let (condition, spelled) = try expression(String(parts[1].dropFirst(3)).trimmed, model)
    return Stop(
      number: number, kind: .equation(quantity.id), condition: condition, isTemporary: isTemporary,
      text: "on \(name) if \(spelled)")
  }

  /// What stands behind `watch`: `EXPRESSION [by AMOUNT]`.
  static func readWatch(_ text: String, number: Int, _ model: Model) throws(CommandError) -> Stop {
    let words = text.split(separator: " ").map(String.init)
    var amount = 0.0
    var rest = text
    if words.count >= 3, words[words.count - 2] == "by" {
      guard let number = Double(words[words.count - 1]), number >= 0 else {
        throw .usage(command: "watch", expected: "EXPRESSION [by AMOUNT]", found: text)
      }
      amount = number
      rest = words.dropLast(2).joined(separator: " ")
    }
    let (expression, spelled) = try expression(rest, model)
    let suffix = amount > 0 ? " by \(ValueText.significant(amount, digits: 6))" : ""
    return Stop(
      number: number, kind: .change(expression, moreThan: amount), condition: nil, isTemporary: false,
      text: "watch \(spelled)\(suffix)")
  }

  static func expression(_ text: String, _ model: Model) throws(CommandError) -> (Expression, String) {
    do throws(SheetErrors) {
      let syntax = try SheetParser.expression(text)
      return (try model.expression(syntax, text: text), syntax.spelled)
    } catch {
      throw .sheet(error)
    }
  }

  /// The same stop for another model; nil where it means nothing there.
  func checked(again model: Model, old: Model) -> Stop? {
    let again: Stop?
    switch kind {
    case .change: again = try? Stop.readWatch(String(text.dropFirst("watch ".count)), number: number, model)
    case .condition, .equation: again = try? Stop.read(text, number: number, isTemporary: isTemporary, model)
    }
    guard var stop = again else { return nil }
    (stop.isEnabled, stop.hits) = (isEnabled, hits)
    return stop
  }
}
