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
      computed once has no time axis. `loss_total` is the loss, summed over its steps.
      """)

  @OptionGroup var options: ModelOptions

  @Option(name: .customLong("pin"), help: ArgumentHelp("Hold a quantity: 'z = 0', 'f[3] = 1 from 5 to 9'.", valueName: "pin"))
  var pins: [String] = []

  @Flag(help: "Compute and write in double precision.")
  var double = false

  @Option(name: .shortAndLong, help: "Where to write.", completion: .file())
  var output: String

  func run() throws {
    InterruptFlag.arm()
    try reporting { () throws(CommandError) in
      let material = try options.material(try openCatalogue())
      if double {
        try write(try trace(material) as Trace<Double>, .float64)
      } else {
        try write(try trace(material) as Trace<Float>, .float32)
      }
    }
  }

  private func trace<Number: Scalar>(_ material: Material) throws(CommandError) -> Trace<Number> {
    let model: Model
    let values: RunValues<Number>
    let warnings: [ValueWarning]
    do throws(CatalogueError) {
      model = try material.model()
      (values, warnings) = try material.values(for: model)
    } catch {
      throw .catalogue(error)
    }
    for warning in warnings { complain("warning: \(warning.description)") }
    var list: [Pin] = []
    for pin in pins { list.append(try PinReader.read(pin, model)) }
    let pinned: Model
    do throws(SheetErrors) {
      pinned = try model.pinned(list)
    } catch {
      throw .sheet(error)
    }
    do throws(RunError) {
      let plan = try Plan(pinned, missing: values.missingInputs)
      let trace = try Trace(plan, values, options: RunOptions(isInterrupted: { InterruptFlag.isRaised }))
      for (quantity, input) in plan.omitted.sorted(by: { $0.key < $1.key }) {
        complain("note: \(model.quantities[quantity].name) is left out: the input \(model.inputs[input].name) is not given")
      }
      return trace
    } catch {
      throw .run(error)
    }
  }

  private func write<Number: Scalar>(
    _ trace: Trace<Number>, _ precision: TensorFileWriter.Precision
  ) throws(CommandError) {
    do throws(FormatError) {
      try TraceFile(trace, precision).write(to: output, isInterrupted: { InterruptFlag.isRaised })
    } catch {
      throw .catalogue(.file(error))
    }
    if InterruptFlag.isRaised { throw .run(.interrupted) }
  }
}
