// Everything that the user sees and changes, as one value: copying it is undo, comparing copies is what-if.

package import Catalogue
package import Equations
package import Evaluation

/// A model being looked at: its run, where we are in it, what is pinned and what is shown.
package struct Session: Sendable {
  /// What is looked at.
  package private(set) var present: Variant { didSet { summaries = RunSummaries() } }
  /// The untouched run: the model as it was opened, on what is fed now.
  package private(set) var baseline: Variant
  /// The untouched run beside a changed one; nil where nothing is changed.
  package private(set) var ghost: Ghost? { didSet { summaries = RunSummaries() } }
  /// What both come to over stretches of steps.
  package private(set) var summaries = RunSummaries()
  /// Graphs that were laid out.
  package let drawings = GraphDrawings()
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
  /// How a training goes, or how the last one went; nil before the first.
  package var training: TrainingCourse?
  package var nextDisplay = 1
  /// Whether long work should stop; asked every few hundred steps.
  package var isInterrupted: @Sendable () -> Bool = { false }
  /// What undo and redo go back and on to.
  package var changes = Changes()

  /// Runs the model of some material.
  ///
  /// - Throws: mistakes of the sheet, of files and inputs, and a run that does not fit.
  package init(_ material: Material, isInterrupted: @escaping @Sendable () -> Bool = { false }) throws(CommandError) {
    self.init(showing: try Variant(material, isInterrupted), isInterrupted)
  }

  /// Shows a run, on its first step.
  init(showing variant: Variant, _ isInterrupted: @escaping Variant.Interruption) {
    present = variant
    baseline = variant
    self.isInterrupted = isInterrupted
    timeline = Timeline(of: present.trace)
    position = 0
    let main = timeline.parts.first { $0.steps > 1 } ?? timeline.parts.first
    position = main.map { timeline.position(ofStep: $0.direction == .forward ? 0 : $0.steps - 1, in: $0) } ?? 0
  }

  package var material: Material { present.material }
  /// Without pins.
  package var model: Model { present.model }
  package var values: RunValues<Float> { present.values }
  package var warnings: [ValueWarning] { present.warnings }
  package var notes: [MaterialNote] { present.notes }
  /// The run with pins.
  package var trace: Trace<Float> { present.trace }
  package var pins: [Pin] { present.pins }

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
    // One of the same entries at the same steps, or any at all under one of the whole, would hold nothing any more.
    let isWhole = pin.place.isEmpty && pin.steps == nil
    let others = pins.filter { other in
      other.quantity != pin.quantity || !(isWhole || (other.place == pin.place && other.steps == pin.steps))
    }
    show(try present.pinned(others + [pin], isInterrupted))
  }

  /// Lets go of the pins that `isMeant` says.
  package mutating func unpin(_ isMeant: (Pin) -> Bool) throws(CommandError) {
    show(try present.pinned(pins.filter { !isMeant($0) }, isInterrupted))
  }

  /// Puts other numbers into a parameter or a constant tensor.
  mutating func edit(_ name: String, _ numbers: [Float]) throws(CommandError) {
    show(try present.edited(name, numbers, isInterrupted))
  }

  /// Makes the model anew from other material; the untouched run stays what it was.
  mutating func change(_ change: (inout Material) -> Void) throws(CommandError) {
    var material = self.material
    change(&material)
    show(try Variant(material, pins: pins.map(\.text), from: present, isInterrupted))
  }

  /// Runs on another input, or with other weights, and the untouched model too.
  ///
  /// - Returns: false where the untouched model cannot run on it; the present run is then the untouched one.
  package mutating func refeed(_ change: (inout Material) -> Void) throws(CommandError) -> Bool {
    var (material, untouched) = (self.material, baseline.material)
    change(&material)
    change(&untouched)
    let variant = try Variant(material, pins: pins.map(\.text), from: present, isInterrupted)
    guard ghost != nil else {
      baseline = variant
      show(variant)
      return true
    }
    do throws(CommandError) {
      baseline = try Variant(untouched, pins: baseline.pins.map(\.text), from: variant, isInterrupted)
      show(variant)
      return true
    } catch {
      if error == .run(.interrupted) { throw error }
      baseline = variant
      show(variant)
      return false
    }
  }

  /// Runs other material, without pins, against a run that is from here on the untouched one.
  mutating func show(_ material: Material, against untouched: Material) throws(CommandError) {
    let before = try Variant(untouched, from: present, isInterrupted)
    let variant = try Variant(material, from: before, isInterrupted)
    baseline = before
    show(variant)
  }

  /// From here on this is the untouched run.
  mutating func makeBaseline() {
    baseline = present
    ghost = nil
  }

  /// Puts a run in the place of the present one; where we are and what stops stay as far as they mean something in it.
  private mutating func show(_ variant: Variant) {
    let (oldModel, oldTimeline) = (model, timeline)
    let isBack = variant.isSame(as: baseline)
    present = isBack ? variant.sharing(baseline) : variant
    ghost = isBack ? nil : Ghost(baseline.trace, for: model)
    timeline = Timeline(of: trace)
    if timeline != oldTimeline {
      position = place(of: position, in: oldTimeline, oldModel)
      marks = marks.mapValues { place(of: $0, in: oldTimeline, oldModel) }
    }
    readAgain(from: oldModel)
  }

  /// Where a position of another model's timeline is in the present one.
  private func place(of position: Int, in other: Timeline, _ otherModel: Model) -> Int {
    timeline.position(of: position, in: other) { model.quantity(named: otherModel.quantities[$0].name)?.id }
  }

  /// Stops and the focus for the present model, as they were for another.
  private mutating func readAgain(from oldModel: Model) {
    guard model != oldModel else { return }
    stops = stops.compactMap { $0.checked(again: model, old: oldModel) }
    if let focus, oldModel.quantities.indices.contains(focus) {
      self.focus = model.quantity(named: oldModel.quantities[focus].name)?.id
    }
  }
}

// MARK: - undo

extension Session {
  /// Without frames but those that another has anyway: what is kept of a session when its frames cost too much.
  func recipe(beside other: Session) -> Session {
    var copy = self
    copy.present = present.recipe
    if !baseline.sharesFrames(with: other.baseline) { copy.baseline = baseline.recipe }
    copy.ghost = nil
    return copy
  }

  /// A session from its recipe, its frames worked out again as far as another has not the same; one that has them as it
  /// is.
  func rebuilt(beside other: Session) throws(CommandError) -> Session {
    guard present.isRecipe else { return self }
    var copy = self
    if baseline.isRecipe { copy.baseline = try baseline.rebuilt(from: other.baseline, other.isInterrupted) }
    copy.present = try present.rebuilt(from: copy.baseline, other.isInterrupted)
    if copy.present.isSame(as: copy.baseline) {
      copy.present = copy.present.sharing(copy.baseline)
    } else {
      copy.ghost = Ghost(copy.baseline.trace, for: model)
    }
    return copy
  }

  /// What a change leaves alone, from the session that it is taken back in or done again: where we are, what stops and
  /// what is shown; nothing of it where another sheet was opened.
  mutating func keepPlace(of other: Session) {
    (isInterrupted, arrangement, kept, training) = (
      other.isInterrupted, other.arrangement, other.kept, other.training
    )
    guard model.name == other.model.name else { return }
    position = place(of: other.position, in: other.timeline, other.model)
    marks = other.marks.mapValues { place(of: $0, in: other.timeline, other.model) }
    (stops, nextStop) = (other.stops, other.nextStop)
    (displays, nextDisplay) = (other.displays, other.nextDisplay)
    focus = other.focus
    readAgain(from: other.model)
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
