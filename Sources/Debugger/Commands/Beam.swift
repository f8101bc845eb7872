// beam: what else a decoder could have written, and how likely that is.

extension Command {
  static let beam: Command = Command(
    "beam", operands: "[WIDTH [of NAME], step [STEP] or choose PLACE]", completes: .text,
    summary: "follow the likeliest of what a decoder could write, side by side",
    details: """
      beam 4           the four likeliest beginnings at each step, to their ends; beam 1 is what the model does by itself
      beam             what was found, again
      beam step 3      what could be gone on to at step 3, what was kept, and what was let go; without a number, at this step
      beam choose 2    makes the second one the run, by pins; the ghost is what it was, undo takes it back
      It takes a choice that the model reads again, k = argmax(y) read at k[t-1], and adds up the logarithms of probabilities:
      of y's softmax, or of y itself where it is one. Other pins hold. beam 4 of k says which where there are several.
      """,
    example: "beam 4"
  ) { session, text throws(CommandError) in
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let word = words.first else { return Reply([.beam(try session.beamReport)]) }
    switch (word, words.count) {
    case ("step", 1...2):
      let step = words.count == 2 ? try session.number(words[1], of: "step") : try session.beamStep
      return Reply([.beamStep(try session.beamReport(atStep: step))])
    case ("choose", 2): return try session.chooseOfBeam(words[1], doing: "beam \(text)")
    case (_, 1),
      (_, 3) where words.count == 1 || words[1] == "of":
      guard let width = Int(word) else { throw Command.beam.usage(text) }
      guard (1...BeamSearch.mostWidth).contains(width) else {
        throw .message("a beam is from 1 to \(BeamSearch.mostWidth) wide, not \(width)")
      }
      try session.searchBeam(width: width, of: words.count == 3 ? words[2] : "")
      return Reply([.beam(try session.beamReport)])
    default: throw Command.beam.usage(text)
    }
  }
}

extension Session {
  fileprivate func number(_ text: String, of what: String) throws(CommandError) -> Int {
    guard let number = Int(text), number >= 1 else {
      throw .message("a \(what) is a whole number from 1, not \(text.clipped)")
    }
    return number
  }

  /// Unlike a search, this changes the run, so that undo takes it back.
  fileprivate mutating func chooseOfBeam(_ text: String, doing deed: String) throws(CommandError) -> Reply {
    let search = try foundBeam
    let place = try number(text, of: "place in the beam")
    guard place <= search.hypotheses.count else {
      throw .message("the beam has no place \(place): they go from 1 to \(search.hypotheses.count)")
    }
    let before = self
    try choose(search.hypotheses[place - 1], of: search)
    remember(before, doing: deed)
    let report = try beamReport
    return Reply([.text("\(report.choice) is held to \(report.written(search.hypotheses[place - 1]))"), here])
  }
}
