// unroll trace: runs a model and writes every named quantity at every step.

import ArgumentParser
import Catalogue
import Debugger
import Equations
import Evaluation
import Formats
import Terminal

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Run a model and write every named quantity at every step.",
    discussion: """
      The file is safetensors, time first: [T] for scalars, [T, n] for vectors, [T, rows, columns] for matrices; what is
      computed once has no time axis. `loss_total` is the loss, summed over its steps. With --double it is worked out in
      double precision too.
      """)

  @OptionGroup var options: ModelOptions

  @OptionGroup var written: OutputOptions

  func run() throws {
    try reporting { () throws(CommandError) in
      let material = try options.material(try openCatalogue())
      try written.writing { () throws(CommandError) in
        if written.double {
          try trace(material, as: Double.self, .float64)
        } else {
          try trace(material, as: Float.self, .float32)
        }
      }
    }
  }

  private func trace<Number: Scalar>(
    _ material: Material, as: Number.Type, _ precision: TensorFileWriter.Precision
  ) throws(CommandError) {
    let model: Model
    do throws(CatalogueError) {
      model = try material.model()
    } catch {
      throw .catalogue(error)
    }
    let (values, warnings, told): (RunValues<Number>, [ValueWarning], [MaterialNote]) = try material.values(for: model)
    let notes =
      [material.slownessNote].compactMap { $0 } + material.notes(for: model) + told + model.graphNotes(values)
    for line in Warnings.lines(model, warnings) + notes.map(\.line) { complain(line) }
    let pinned = try model.pinned(written.pins, for: values)
    let plan: Plan
    let steps: [Int]
    do throws(RunError) {
      plan = try Plan(pinned, missing: values.missingInputs, runsInPart: true)
      steps = try values.stepCounts(model)
    } catch {
      throw .run(error)
    }
    for (quantity, input) in plan.omitted.sorted(by: { $0.key < $1.key }) {
      // What cannot stay beside what is fed has told already what goes with it.
      guard !told.contains(where: { $0.leftOut.contains(model.inputs[input].name) }) else { continue }
      complain(
        "note: \(model.quantities[quantity].name) is left out: the input \(model.inputs[input].name) is not given")
    }
    guard model.stages.allSatisfy({ $0.steps.until == nil }) else {
      // Only the run tells how many steps there are.
      let trace = try run(plan, values)
      return try write(trace, to: try opened(plan, trace.stages.map(\.steps), precision))
    }
    let file = try opened(plan, steps, precision) as TraceFile<Number>
    try write(try run(plan, values), to: file)
  }

  private func run<Number: Scalar>(
    _ plan: Plan, _ values: RunValues<Number>
  ) throws(CommandError) -> Trace<Number> {
    do throws(RunError) {
      let trace = try Trace(plan, values, options: RunOptions(isInterrupted: { InterruptFlag.isRaised }))
      for note in trace.notes { complain(note.line) }
      return trace
    } catch {
      throw .run(error)
    }
  }

  private func write<Number: Scalar>(
    _ trace: Trace<Number>, to file: consuming TraceFile<Number>
  ) throws(CommandError) {
    do throws(FormatError) {
      try file.write(trace, isInterrupted: { InterruptFlag.isRaised })
    } catch {
      throw .catalogue(.file(error))
    }
  }

  private func opened<Number: Scalar>(
    _ plan: Plan, _ steps: [Int], _ precision: TensorFileWriter.Precision
  ) throws(CommandError) -> TraceFile<Number> {
    do throws(FormatError) {
      return try TraceFile(path: written.output == "-" ? "/dev/stdout" : written.output, plan, steps: steps, precision)
    } catch {
      throw .catalogue(.file(error))
    }
  }
}
