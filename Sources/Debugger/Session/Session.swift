// Everything that the user sees and changes, as one value: copying it is undo, comparing copies is what-if.

package import Catalogue
package import Equations
package import Evaluation

/// A model being looked at: its run, where we are in it, what is pinned and what is shown.
package struct Session: Sendable {
  /// What is looked at.
  package private(set) var present: Variant {
    didSet { (summaries, studies) = (RunSummaries(), Studies()) }
  }
  /// The same forward and back, where that is what is stepped through.
  package private(set) var backward: BackwardPass?
  /// What gradients are of where nothing is said: what was said last; empty for the loss.
  package internal(set) var gradientTarget = ""
  /// Models that were set side by side on the present input.
  package internal(set) var race: Race?
  /// The untouched run: the model as it was opened, on what is fed now.
  package private(set) var baseline: Variant
  /// The untouched run beside a changed one; nil where nothing is changed.
  package private(set) var ghost: Ghost? { didSet { summaries = RunSummaries() } }
  /// What both come to over stretches of steps.
  package private(set) var summaries = RunSummaries()
  /// Graphs that were laid out.
  package let drawings = GraphDrawings()
  /// What was worked out of the present run when somebody asked.
  package private(set) var studies = Studies()
  package private(set) var timeline: Timeline
  /// Where we are: a moment of the timeline, which is over.
  package private(set) var position: Int
  /// The quantity that is turned to; nil for the one that the model suggests.
  package var focus: Int?
  package var arrangement = Arrangement()
  /// Sheets that are at hand to be laid beside the open one, by their names or paths.
  package var sheetsBeside: [String: Sheet] = [:]
  /// Runs that stand beside this one.
  package internal(set) var kept: [KeptRun] = []
  package var stops: [Stop] = []
  /// Stops are numbered from 1 and never again.
  package var nextStop = 1
  /// Positions by name.
  package var marks: [String: Int] = [:]
  /// What is shown after each stop.
  package var displays: [Display] = []
  /// The lesson that is walked; nil for none.
  package var lesson: LessonProgress?
  /// How a training goes, or how the last one went; nil before the first.
  package var training: TrainingCourse?
  package var nextDisplay = 1
  /// What a decoder could have written, as it was last searched on this run.
  package internal(set) var beam: BeamSearch?
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
    position = timeline.opening(of: present.trace.model)
  }

  package var material: Material { present.material }
  /// Without pins; where the way back is open, with its gradients.
  package var model: Model { backward?.model ?? present.model }
  package var values: RunValues<Float> { present.values }
  package var warnings: [ValueWarning] { present.warnings }
  package var notes: [MaterialNote] { present.notes }
  /// The run with pins; where the way back is open, with its gradients.
  package var trace: Trace<Float> { backward?.trace ?? present.trace }
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
    try show(try present.pinned(others + [pin], isInterrupted))
  }

  /// Lets go of the pins that `isMeant` says.
  package mutating func unpin(_ isMeant: (Pin) -> Bool) throws(CommandError) {
    try show(try present.pinned(pins.filter { !isMeant($0) }, isInterrupted))
  }

  /// Holds a quantity as some pins say, whatever others of it said.
  mutating func hold(_ quantity: Int, by others: [Pin]) throws(CommandError) {
    try show(try present.pinned(pins.filter { $0.quantity != quantity } + others, isInterrupted))
  }

  /// Puts other numbers into a parameter, a constant tensor or an input that is given once.
  mutating func edit(_ name: String, _ numbers: [Float]) throws(CommandError) {
    try show(try present.edited(name, numbers, isInterrupted))
  }

  /// Makes the model anew from other material; the untouched run stays what it was.
  mutating func change(_ change: (inout Material) -> Void) throws(CommandError) {
    var material = self.material
    change(&material)
    try show(try Variant(material.yielding ?? material, pins: pins.map(\.text), from: present, isInterrupted))
  }

  /// Runs on another input, or with other weights, and the untouched model too.
  ///
  /// - Returns: false where the untouched model cannot run on it; the present run is then the untouched one.
  package mutating func refeed(_ change: (inout Material) -> Void) throws(CommandError) -> Bool {
    var (material, untouched) = (self.material, baseline.material)
    change(&material)
    change(&untouched)
    (material, untouched) = (material.yielding ?? material, untouched.yielding ?? untouched)
    let variant = try Variant(material, pins: pins.map(\.text), from: present, isInterrupted)
    guard ghost != nil else {
      let old = baseline
      baseline = variant
      do throws(CommandError) {
        try show(variant)
      } catch {
        baseline = old
        throw error
      }
      return true
    }
    do throws(CommandError) {
      baseline = try Variant(untouched, pins: baseline.pins.map(\.text), from: variant, isInterrupted)
    } catch {
      if error == .run(.interrupted) { throw error }
      baseline = variant
      try show(variant)
      return false
    }
    try show(variant)
    return true
  }

  /// Runs other material, without pins, against a run that is from here on the untouched one.
  mutating func show(_ material: Material, against untouched: Material) throws(CommandError) {
    let before = try Variant(untouched, from: present, isInterrupted)
    let variant = try Variant(material, from: before, isInterrupted)
    var copy = self
    copy.baseline = before
    try copy.show(variant)
    self = copy
  }

  /// From here on this is the untouched run.
  mutating func makeBaseline() {
    baseline = present
    ghost = nil
  }

  /// Puts a run in the place of the present one; where we are and what stops stay as far as they mean something in it.
  ///
  /// - Throws: where the way back is open, what keeps the new run from having it.
  private mutating func show(_ variant: Variant) throws(CommandError) {
    let isBack = variant.isSame(as: baseline)
    let shown = isBack ? variant.sharing(baseline) : variant
    let back: BackwardPass? =
      if let backward { try shown.wayBack(from: backward.text, followed: true, isInterrupted) } else { nil }
    let old = self
    (present, backward, beam) = (shown, back, nil)
    ghost = isBack ? nil : try untouched
    takePlace(of: old)
  }

  /// The untouched run beside this one, back as well where this one is.
  private var untouched: Ghost {
    get throws(CommandError) {
      guard let backward else { return Ghost(baseline.trace, for: model) }
      do throws(CommandError) {
        return Ghost(try baseline.wayBack(from: backward.text, isInterrupted).trace, for: model)
      } catch {
        // It need not have what is differentiated.
        if error == .run(.interrupted) { throw error }
        return Ghost(baseline.trace, for: model)
      }
    }
  }

  /// Where we are and what stops, as it was in the session that this one has come from.
  private mutating func takePlace(of old: Session) {
    timeline = Timeline(of: trace)
    if timeline != old.timeline {
      position = place(of: old.position, in: old.timeline, old.model)
      marks = old.marks.mapValues { place(of: $0, in: old.timeline, old.model) }
    }
    readAgain(from: old.model)
  }

  /// Opens the way back in the place of the run, or with nil the run alone; where we are stays the same step.
  mutating func show(_ back: BackwardPass?) throws(CommandError) {
    let old = self
    backward = back
    if old.ghost != nil { ghost = try untouched }
    takePlace(of: old)
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
    (copy.present, copy.backward) = (present.recipe, nil)
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
    sheetsBeside.merge(other.sheetsBeside) { own, _ in own }
    guard model.name == other.model.name else { return }
    gradientTarget = other.gradientTarget
    if let back = other.backward { reopen(back) }
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
