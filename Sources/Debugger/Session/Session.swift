// Everything that the user sees and changes, as one value: copying it is undo, comparing copies is what-if.

package import Catalogue
package import Equations
package import Evaluation

/// A model being looked at: its run, where we are in it, what is pinned and what is shown.
package struct Session: Sendable {
  package internal(set) var material: Material
  /// Without pins.
  package private(set) var model: Model
  package private(set) var values: RunValues<Float>
  package private(set) var warnings: [ValueWarning]
  /// The run with pins.
  package private(set) var trace: Trace<Float> { didSet { summaries = RunSummaries() } }
  /// The run without them, if there are any.
  package private(set) var ghost: Trace<Float>? { didSet { summaries = RunSummaries() } }
  /// What both come to over stretches of steps.
  package private(set) var summaries = RunSummaries()
  package private(set) var pins: [Pin] = []
  package private(set) var timeline: Timeline
  /// Where we are: a moment of the timeline, which is over.
  package private(set) var position: Int
  /// The quantity that is turned to; nil for the one that the model suggests.
  package var focus: Int?
  package var arrangement = Arrangement()
  /// Runs that stand beside this one.
  package internal(set) var kept: [KeptRun] = []
  package var stops: [Stop] = []
  /// Stops are numbered from 1 and never again.
  package var nextStop = 1
  /// Positions by name.
  package var marks: [String: Int] = [:]
  /// What is shown after each stop.
  package var displays: [Display] = []
  package var nextDisplay = 1
  /// Whether long work should stop; asked every few hundred steps.
  package var isInterrupted: @Sendable () -> Bool = { false }
  /// Sessions before each change, oldest first, and those that were undone.
  package internal(set) var past: [Session] = []
  package internal(set) var future: [Session] = []

  /// Runs the model of some material.
  ///
  /// - Throws: mistakes of the sheet, of files and inputs, and a run that does not fit.
  package init(_ material: Material, isInterrupted: @escaping @Sendable () -> Bool = { false }) throws(CommandError) {
    do throws(CatalogueError) {
      model = try material.model()
    } catch {
      throw .catalogue(error)
    }
    (values, warnings) = try material.values(for: model)
    self.material = material
    self.isInterrupted = isInterrupted
    do throws(RunError) {
      trace = try Trace(
        Plan(model, missing: values.missingInputs), values, options: RunOptions(isInterrupted: isInterrupted))
    } catch {
      throw .run(error)
    }
    timeline = Timeline(model, steps: trace.stages.map(\.steps), omitted: Set(trace.plan.omitted.keys))
    position = 0
    let main = timeline.parts.first { $0.steps > 1 } ?? timeline.parts.first
    position = main.map { timeline.position(ofStep: $0.direction == .forward ? 0 : $0.steps - 1, in: $0) } ?? 0
  }

  // MARK: where we are

  package var moment: Moment? { timeline.moment(at: position) }

  /// The quantity of the current equation.
  package var currentQuantity: Quantity? { timeline.quantity(at: position).map { model.quantities[$0] } }

  package mutating func move(to position: Int) {
    self.position = max(0, min(position, timeline.count - 1))
  }

  // MARK: changes

  /// Holds a quantity to a value and runs again from the first step that it touches.
  package mutating func pin(_ pin: Pin) throws(CommandError) {
    try apply(pins + [pin], touching: [pin])
  }

  /// Lets go of the pins that `isMeant` says.
  package mutating func unpin(_ isMeant: (Pin) -> Bool) throws(CommandError) {
    try apply(pins.filter { !isMeant($0) }, touching: pins.filter(isMeant))
  }

  private mutating func apply(_ pins: [Pin], touching touched: [Pin]) throws(CommandError) {
    let untouched = ghost ?? trace
    guard !pins.isEmpty else {
      self.pins = []
      ghost = nil
      return restore(untouched)
    }
    let pinned: Model
    do throws(SheetErrors) {
      pinned = try model.pinned(pins)
    } catch {
      throw .sheet(error)
    }
    var changes: [Int: ClosedRange<Int>] = [:]
    for pin in touched {
      let reach = pin.reach(of: trace.stages[model.quantities[pin.quantity].stage].steps)
      let old = changes[pin.quantity] ?? reach
      changes[pin.quantity] = min(old.lowerBound, reach.lowerBound)...max(old.upperBound, reach.upperBound)
    }
    do throws(RunError) {
      let plan = try Plan(pinned, missing: values.missingInputs)
      // A pin that brings a quantity into another stage or order leaves nothing to build on.
      let sameOrder = pinned.stages == trace.model.stages
      restore(try Trace(plan, values, previous: sameOrder ? trace : nil, changes: changes))
    } catch {
      throw .run(error)
    }
    self.pins = pins
    ghost = untouched
  }

  /// Runs on other numbers: those of another model, on its input.
  mutating func use(_ values: RunValues<Float>) throws(CommandError) {
    let pins = self.pins
    do throws(RunError) {
      restore(
        try Trace(Plan(model, missing: values.missingInputs), values, options: RunOptions(isInterrupted: isInterrupted))
      )
    } catch {
      throw .run(error)
    }
    self.values = values
    self.pins = []
    ghost = nil
    if !pins.isEmpty { try apply(pins, touching: pins) }
  }

  private mutating func restore(_ trace: Trace<Float>) {
    self.trace = trace
    let timeline = Timeline(trace.model, steps: trace.stages.map(\.steps), omitted: Set(trace.plan.omitted.keys))
    if timeline != self.timeline, let moment, let quantity = timeline.parts.first(where: { $0.stage == moment.stage }) {
      position = timeline.position(ofStep: min(moment.step, quantity.steps - 1), in: quantity)
    }
    self.timeline = timeline
  }

  /// The same session made anew from other material, with its pins, stops and displays.
  package func remade(_ change: (inout Material) -> Void) throws(CommandError) -> Session {
    var material = self.material
    change(&material)
    var session = try Session(material, isInterrupted: isInterrupted)
    (session.past, session.future) = (past, future)
    (session.nextStop, session.nextDisplay) = (nextStop, nextDisplay)
    session.displays = displays
    (session.arrangement, session.kept) = (arrangement, kept)
    session.stops = stops.compactMap { $0.checked(again: session.model, old: model) }
    if let focus, focus < model.quantities.count {
      session.focus = session.model.quantity(named: model.quantities[focus].name)?.id
    }
    for pin in pins {
      let text = pin.text
      let again = try PinReader.read(text, session)
      try session.pin(again)
    }
    if let moment, let old = timeline.part(at: position),
      let part = session.timeline.parts.first(where: { $0.stage == old.stage && $0.scan == old.scan })
    {
      session.position = session.timeline.position(ofStep: min(moment.step, part.steps - 1), in: part)
    }
    return session
  }
}

extension RunValues {
  /// Inputs that nothing was fed to.
  package var missingInputs: Set<Int> {
    Set(
      inputs.enumerated().compactMap { id, value in
        if case .missing = value { id } else { nil }
      })
  }
}
