// Searching among what a decoder could write, and making what was found the run that is looked at.

internal import Equations
internal import Evaluation

extension Session {
  /// Follows so many beginnings side by side, and keeps what was found as long as the run stays what it is.
  ///
  /// - `name`: the choice that is searched; empty for the only one.
  mutating func searchBeam(width: Int, of name: String) throws(CommandError) {
    let decoder = try ForcedDecoder(try fedChoice(name), in: self)
    beam = try BeamSearch(width: width, decoder, isInterrupted: isInterrupted)
  }

  private func fedChoice(_ name: String) throws(CommandError) -> FedChoice {
    let choices = FedChoice.all(in: model).filter { trace.has($0.quantity) }
    guard let first = choices.first else {
      throw .message(
        "the model writes nothing that it reads again: a beam needs a choice such as k = argmax(y), read at k[t-1] by its own stage"
      )
    }
    let names = choices.map(\.quantity.name)
    guard !name.isEmpty else {
      guard choices.count == 1 else {
        throw .message(
          "the model makes several choices: say which, as in beam 4 of \(names[0]); there are \(names.joined(separator: ", "))"
        )
      }
      return first
    }
    guard let choice = choices.first(where: { $0.quantity.name == Symbols.typedName(name) }) else {
      throw .message("\(name.clipped) is no choice that is fed back; \(names.joined(separator: ", ")) is")
    }
    return choice
  }

  /// Holds the choice to what a hypothesis wrote, step by step.
  mutating func choose(_ hypothesis: BeamSearch.Hypothesis, of search: BeamSearch) throws(CommandError) {
    let pins = Self.pins(holding: model.quantities[search.choice], to: hypothesis.choices)
    guard pins.count <= Self.mostPins else {
      throw .message("that would take \(pins.count) pins, and \(Self.mostPins) are the most")
    }
    try hold(search.choice, by: pins)
    beam = search
  }

  private static let mostPins = 400

  /// A pin for each stretch of equal choices.
  private static func pins(holding quantity: Quantity, to choices: [Int]) -> [Pin] {
    var stretches: [(place: Int, steps: ClosedRange<Int>)] = []
    for (index, place) in choices.enumerated() {
      if let last = stretches.last, last.place == place {
        stretches[stretches.count - 1].steps = last.steps.lowerBound...index + 1
      } else {
        stretches.append((place, index + 1...index + 1))
      }
    }
    return stretches.map { place, steps in
      Pin(
        quantity: quantity.id, place: [], value: Expression(.number(Double(place)), shape: .scalar), steps: steps,
        text: "\(quantity.name) = \(place) from \(steps.lowerBound) to \(steps.upperBound)")
    }
  }

  // MARK: - What it says

  /// The whole search.
  var beamReport: BeamReport {
    get throws(CommandError) {
      let search = try foundBeam
      return BeamReport(search: search, choice: model.quantities[search.choice].name) { self.written($0, by: search) }
    }
  }

  /// What could have been gone on to at a step, from 1.
  func beamReport(atStep step: Int) throws(CommandError) -> BeamStepReport {
    let search = try foundBeam
    guard search.steps.indices.contains(step - 1) else {
      throw .run(.noSuchStep(step, count: search.steps.count))
    }
    return BeamStepReport(step: step, found: search.steps[step - 1], steps: search.steps.count) {
      self.written($0, by: search)
    }
  }

  /// The step of the search, from 1, that the session stands on.
  var beamStep: Int {
    get throws(CommandError) {
      let search = try foundBeam
      guard let moment, moment.stage == model.quantities[search.choice].stage else {
        throw .message("this is no step of the beam: beam step 1 names one")
      }
      return min(moment.step + 1, search.steps.count)
    }
  }

  var foundBeam: BeamSearch {
    get throws(CommandError) {
      guard let beam else {
        throw .message("no beam was searched on this run: beam 4 follows the four likeliest")
      }
      return beam
    }
  }

  /// The symbol of a choice, or its number.
  private func written(_ place: Int, by search: BeamSearch) -> String {
    let symbols = model.quantities[search.choice].alphabet?.symbols ?? []
    return symbols.indices.contains(place - 1) ? symbols[place - 1] : String(place)
  }
}
