// One model run on one input, with its pins: what a session shows, what it keeps as a ghost, and what is compared.

package import Catalogue
package import Equations
package import Evaluation
internal import Formats

/// A model, its numbers and its run.
package struct Variant: Sendable {
  package internal(set) var material: Material
  /// Without pins.
  package private(set) var model: Model
  package private(set) var values: RunValues<Float>
  package private(set) var warnings: [ValueWarning]
  /// Of what it was made from, and of the run.
  package var notes: [MaterialNote] { givenNotes + runNotes }
  private var givenNotes: [MaterialNote]
  private var runNotes: [MaterialNote]
  /// What runs over the waves of a spectrum, by the number of the quantity.
  let waveSides: [Int: WaveSides]
  /// What runs over places in an order.
  let sortedSides: [Int: WaveSides]
  package private(set) var pins: [Pin]
  /// With pins.
  package private(set) var trace: Trace<Float>

  package typealias Interruption = @Sendable () -> Bool

  /// Makes the model of some material, and runs it.
  ///
  /// - Parameters:
  ///   - material: the sheet, its sizes and numbers.
  ///   - texts: the pins, as they are typed.
  ///   - old: what it comes from: numbers that are the same are shared with it, and so are frames that cannot differ.
  ///   - isInterrupted: whether to stop.
  ///   - adjust: changes the numbers that the material gives.
  /// - Throws: mistakes of the sheet, of files, inputs and pins, and a run that does not fit.
  package init(
    _ material: Material, pins texts: [String] = [], from old: Variant? = nil, _ isInterrupted: @escaping Interruption,
    adjust: (Model, inout RunValues<Float>) throws(CommandError) -> Void = { _, _ in }
  ) throws(CommandError) {
    let checked: Model
    do throws(CatalogueError) {
      checked = try material.model()
    } catch {
      throw .catalogue(error)
    }
    let told: [MaterialNote]
    (values, warnings, told) = try material.values(for: checked)
    model = (try? values.stepCounts(checked)).map(checked.measured) ?? checked
    (waveSides, sortedSides) = (model.waveSides, model.sortedSides)
    try adjust(model, &values)
    if let old { values.share(with: old.values, model, old.model) }
    self.material = material
    pins = try Self.read(texts, model)
    trace = try Self.run(model, pins, values, from: old, isInterrupted)
    givenNotes = material.notes(for: model) + told + model.graphNotes(values)
    runNotes = trace.notes
  }

  /// Other pins: what they cannot reach stays as it is.
  func pinned(_ pins: [Pin], _ isInterrupted: @escaping Interruption) throws(CommandError) -> Variant {
    var copy = self
    copy.pins = pins
    copy.trace = try Self.run(model, pins, values, from: self, isInterrupted)
    copy.runNotes = copy.trace.notes
    return copy
  }

  /// Other numbers for a parameter, a constant tensor or an input that is given once.
  func edited(
    _ name: String, _ numbers: [Float], _ isInterrupted: @escaping Interruption
  ) throws(CommandError) -> Variant {
    var copy = self
    if let input = model.input(named: name) {
      copy.material.given[name] = numbers
      copy.values.inputs[input.id] = .given(numbers)
      copy.givenNotes = copy.material.notes(for: model) + model.graphNotes(copy.values)
    } else {
      copy.material.edits[name] = numbers
    }
    if let parameter = model.parameter(named: name) { copy.values.parameters[parameter.id] = numbers }
    if let constant = model.constant(named: name) { copy.values.constants[constant.id] = numbers }
    copy.warnings.removeAll { $0.name == name }
    if let warning = ValueWarning(Tensor(shape: [numbers.count], float32: numbers), name: name) {
      copy.warnings.append(warning)
    }
    copy.trace = try Self.run(model, pins, copy.values, from: self, isInterrupted)
    copy.runNotes = copy.trace.notes
    return copy
  }

  /// The same run, its frames those of another that is known to be the same to the last bit.
  func sharing(_ other: Variant) -> Variant {
    var copy = self
    (copy.values, copy.trace) = (other.values, other.trace)
    copy.runNotes = other.runNotes
    return copy
  }

  /// Whether both are the same model with the same pins on the same numbers, so that their runs are the same.
  func isSame(as other: Variant) -> Bool {
    pins.map(\.text) == other.pins.map(\.text) && model.sheet == other.model.sheet && model.dims == other.model.dims
      && model.constants == other.model.constants && values == other.values
  }

  // MARK: without frames

  /// What it is made from, without what can be made again.
  var recipe: Variant {
    var copy = self
    copy.values = RunValues(parameters: [], constants: [], inputs: [])
    (copy.trace.values, copy.trace.stages) = (copy.values, [])
    return copy
  }

  var isRecipe: Bool { trace.stages.isEmpty }

  /// Whether both hold one and the same run.
  func sharesFrames(with other: Variant) -> Bool { !isRecipe && trace.identities == other.trace.identities }

  /// The same bits again.
  func rebuilt(from other: Variant?, _ isInterrupted: @escaping Interruption) throws(CommandError) -> Variant {
    isRecipe ? try Variant(material, pins: pins.map(\.text), from: other, isInterrupted) : self
  }

  /// Bytes of numbers and frames that others do not hold too.
  func byteCount(beside others: [Variant]) -> Int {
    let shared = Set(others.flatMap { $0.trace.identities + $0.values.identities }.map(\.address))
    return (trace.identities + values.identities).reduce(0) { shared.contains($1.address) ? $0 : $0 + $1.byteCount }
  }

  private static func read(_ texts: [String], _ model: Model) throws(CommandError) -> [Pin] {
    var pins: [Pin] = []
    for text in texts {
      do throws(CommandError) {
        pins.append(try PinReader.read(text, model))
      } catch {
        throw .message("the pin \(text) would not fit any more, unpin it first: \(error.description)")
      }
    }
    return pins
  }

  private static func run(
    _ model: Model, _ pins: [Pin], _ values: RunValues<Float>, from old: Variant?,
    _ isInterrupted: @escaping Interruption
  ) throws(CommandError) -> Trace<Float> {
    let pinned: Model
    do throws(SheetErrors) {
      pinned = pins.isEmpty ? model : try model.pinned(pins)
    } catch {
      throw .sheet(error)
    }
    let changes = old?.changes(to: model, pins)
    do throws(RunError) {
      return try Trace(
        Plan(pinned, missing: values.missingInputs, runsInPart: true), values,
        options: RunOptions(isInterrupted: isInterrupted),
        previous: changes == nil ? nil : old?.trace, changes: changes ?? [:])
    } catch {
      throw .run(error)
    }
  }

  /// For what is worked out in another way in another model and under other pins, the steps, from 0, at which it is; nil
  /// where the models do not correspond equation by equation.
  private func changes(to other: Model, _ others: [Pin]) -> [Int: ClosedRange<Int>]? {
    guard model.quantities.map(\.name) == other.quantities.map(\.name),
      model.quantities.map(\.shape) == other.quantities.map(\.shape),
      model.parameters.map(\.name) == other.parameters.map(\.name),
      model.constants.map(\.name) == other.constants.map(\.name), model.inputs.map(\.name) == other.inputs.map(\.name)
    else { return nil }
    var changes: [Int: ClosedRange<Int>] = [:]
    for (old, new) in zip(model.quantities, other.quantities) where !old.expression.means(new.expression) {
      changes[old.id] = 0...max(0, steps(of: old) - 1)
    }
    let texts = (Set(pins.map(\.text)), Set(others.map(\.text)))
    let touched = pins.filter { !texts.1.contains($0.text) } + others.filter { !texts.0.contains($0.text) }
    for pin in touched {
      let reach = pin.reach(of: steps(of: model.quantities[pin.quantity]))
      let old = changes[pin.quantity] ?? reach
      changes[pin.quantity] = min(old.lowerBound, reach.lowerBound)...max(old.upperBound, reach.upperBound)
    }
    return changes
  }

  /// The steps of a quantity's stage without pins; 1 where pins have left nothing of that stage.
  private func steps(of quantity: Quantity) -> Int {
    trace.stages.indices.contains(quantity.stage) ? trace.stages[quantity.stage].steps : 1
  }
}

extension RunValues {
  /// Takes the arrays of another where they hold the same numbers, so that both lie in memory once.
  fileprivate mutating func share(with other: RunValues, _ model: Model, _ old: Model) {
    for parameter in model.parameters {
      guard let id = old.parameter(named: parameter.name)?.id, other.parameters[id] == parameters[parameter.id] else {
        continue
      }
      parameters[parameter.id] = other.parameters[id]
    }
    for constant in model.constants {
      guard let id = old.constant(named: constant.name)?.id, other.constants[id] == constants[constant.id] else {
        continue
      }
      constants[constant.id] = other.constants[id]
    }
    for input in model.inputs {
      guard let id = old.input(named: input.name)?.id, other.inputs[id] == inputs[input.id] else { continue }
      inputs[input.id] = other.inputs[id]
    }
  }
}
