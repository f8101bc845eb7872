// sample: what the model would say next.

internal import Equations

extension Command {
  static let sample: Command = Command(
    "sample", operands: "[COUNT] [temperature T] [top K] [seed S] [from \"TEXT\"]", completes: .text,
    summary: "go on with the sequence by what the model expects next, and feed the whole",
    details: """
      sample 60 from "alice "      sixty symbols behind these; without from, behind what is fed
      sample temperature 0.5       bolder below 1, at 0 always the likeliest; above 1 wilder
      sample top 5                 of the five likeliest alone
      sample seed 2                other draws; the same seed gives the same symbols
      It takes a model that reads symbols and gives each a number, as one that was trained on a text does. Pins hold.
      """,
    example: "sample 5", changes: true
  ) { session, text throws(CommandError) in
    let drawn = try session.sample(try Sampling(text))
    return Reply([.text("sampled \"\(drawn.map { SymbolText.printable(String($0)) }.joined())\""), session.here])
  }
}

extension Sampling {
  /// Reads what stands behind `sample`.
  init(_ text: String) throws(CommandError) {
    var words = try TrainingReader.split(text)[...]
    while let word = words.popFirst() {
      if let count = Int(word) {
        guard (1...Self.most).contains(count) else {
          throw .message("sample draws from 1 to \(Self.most) symbols, not \(count)")
        }
        self.count = count
        continue
      }
      let operand = words.popFirst() ?? ""
      switch word {
      case "temperature":
        guard let number = Double(operand), number.isFinite, number >= 0 else {
          throw .message("temperature needs a number from 0, not \(operand.clipped)")
        }
        temperature = number
      case "top":
        guard let number = Int(operand), number >= 1 else {
          throw .message("top needs a whole number from 1, not \(operand.clipped)")
        }
        top = number
      case "seed":
        guard let number = UInt64(operand) else {
          throw .message("seed needs a whole number from 0, not \(operand.clipped)")
        }
        seed = number
      case "from":
        guard !operand.isEmpty else { throw .message("from needs a text in quotes") }
        start = operand
      default: throw Command.sample.usage(text)
      }
    }
  }
}
