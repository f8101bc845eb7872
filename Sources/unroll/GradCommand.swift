// unroll grad: runs a model forward and back, and writes the gradients.

import ArgumentParser
import Catalogue
import Debugger
import Equations
import Evaluation
import Formats
import Terminal

struct GradCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grad", abstract: "Write the gradient of the loss by every parameter and quantity.",
    discussion: """
      The file is safetensors: gradients by parameters under their names, `d/h` for a quantity h, time first. What is
      differentiated counts as its sum over its steps; --of 'norm(h)@7' takes another number, at one step or over all.
      All is worked out in double precision, for gradients are often small differences of large numbers.
      """)

  @OptionGroup var options: ModelOptions

  @Option(help: ArgumentHelp("What is differentiated; the loss, if nothing is said.", valueName: "expression"))
  var of = ""

  @OptionGroup var written: OutputOptions

  func run() throws {
    try reporting { () throws(CommandError) in
      let material = try options.material(try openCatalogue())
      try written.writing { () throws(CommandError) in try differentiate(material) }
    }
  }

  private func differentiate(_ material: Material) throws(CommandError) {
    let model: Model
    do throws(CatalogueError) {
      model = try material.model()
    } catch {
      throw .catalogue(error)
    }
    let (values, warnings, told): (RunValues<Double>, [ValueWarning], [MaterialNote]) = try material.values(for: model)
    let notes = material.notes(for: model) + told + model.graphNotes(values)
    for line in Warnings.lines(model, warnings) + notes.map(\.line) { complain(line) }
    let target = try GradientTarget(of, try model.pinned(written.pins, for: values))
    for stop in target.model.gradientStops(of: target.quantity) { complain("note: \(stop)") }
    let run: GradientTrace<Double>
    do throws(RunError) {
      let gradient = try Gradient(
        target.model, of: target.quantity, isWeighted: target.step != nil, missing: values.missingInputs)
      let count = try values.stepCounts(target.model)[target.model.quantities[target.quantity].stage]
      if let step = target.step, step < 0 || step >= count { throw .noSuchStep(step + 1, count: count) }
      run = try gradient.trace(
        values, weights: target.step.map { Gradient.Weights(entries: [1], step: $0) },
        options: RunOptions(isInterrupted: { InterruptFlag.isRaised }))
      for note in run.spectrumNotes { complain(note.line) }
    } catch {
      guard case .missingInput = error, of.isEmpty, let other = targetWithoutLoss(target.model, values) else {
        throw .run(error)
      }
      throw .message("\(error); or say --of '\(other)', which needs no target")
    }
    do throws(FormatError) {
      try write(run, of: model, written.double ? .float64 : .float32)
    } catch {
      throw .catalogue(.file(error))
    }
  }

  /// A number that can be differentiated with what is fed.
  private func targetWithoutLoss(_ model: Model, _ values: RunValues<Double>) -> String? {
    model.numbersWithoutTarget.first { text in
      guard let target = try? GradientTarget(text, model) else { return false }
      let gradient = try? Gradient(
        target.model, of: target.quantity, isWeighted: false, missing: values.missingInputs)
      return gradient != nil
    }
  }

  /// All or nothing; an interruption leaves nothing behind.
  private func write(
    _ run: GradientTrace<Double>, of model: Model, _ precision: TensorFileWriter.Precision
  ) throws(FormatError) {
    // What was added to be differentiated has no name of its own.
    let quantities = run.model.model.quantities.filter { $0.id < model.quantities.count && run.trace.has($0) }
    var tensors = model.parameters.map {
      TensorFileWriter.Declaration(name: $0.name, shape: $0.shape.axes, precision: precision)
    }
    tensors += quantities.map { quantity in
      let isOnce = run.model.model.stages[quantity.stage].steps == .once
      let time = isOnce ? [] : [run.trace.stepCount(of: quantity)]
      return .init(name: "d/\(quantity.name)", shape: time + quantity.shape.axes, precision: precision)
    }
    var writer = try TensorFileWriter(path: written.output == "-" ? "/dev/stdout" : written.output, tensors: tensors)
    for parameter in model.parameters { try writer.append(run.gradient(by: parameter)) }
    for quantity in quantities {
      for step in 0..<run.trace.stepCount(of: quantity) {
        if InterruptFlag.isRaised { return }
        try writer.append(run.gradient(by: quantity, at: step))
      }
    }
    try writer.finish()
  }
}
