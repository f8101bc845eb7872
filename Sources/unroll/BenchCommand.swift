// unroll bench: how fast this machine runs typed equations.

import ArgumentParser
import Catalogue
import Debugger
import Equations
import Evaluation
import Formats

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure this machine: recorded steps a second of typed equations.",
    discussion: """
      A case is a sheet of the catalogue whose input and state have D and H units; every gate of every step is kept.
      The case train is an update of an LSTM with a batch of 32 sequences; its figure is in tokens a second.
      The case views measures the screen instead: milliseconds from a key to its picture, 200×60, on a long run of an lstm.
      Each figure is the median of several runs.
      """)

  @ArgumentParser.Argument(help: "Cases: lstm, gru, or any sheet with dims D and H; train; views.")
  var cases: [String] = ["lstm", "gru"]

  @Option(help: ArgumentHelp("Units, divided by commas.", valueName: "numbers"))
  var sizes: String?

  /// What peers are measured at.
  private func units(_ name: String) -> [Int] {
    (sizes ?? (name == TrainingBench.name ? "128" : "16,64,128,256,512,1024")).split(separator: ",")
      .compactMap { Int($0) }
  }

  @Option(help: ArgumentHelp("Threads to use.", valueName: "number"))
  var threads = 1

  @Option(help: ArgumentHelp("Runs for each figure.", valueName: "number"))
  var repeats = 5

  @Option(help: ArgumentHelp("Steps of the run that views are measured on.", valueName: "number"))
  var steps = 100_000

  @Flag(help: "One JSON object a line.")
  var json = false

  func validate() throws {
    guard threads == 1 || cases == [TrainingBench.name], threads >= 1, threads <= 256 else {
      throw ValidationError("--threads must be 1, but for train: a scan runs on one thread")
    }
    guard steps >= 2, steps <= 1_000_000 else { throw ValidationError("--steps must be from 2 to 1000000") }
    guard repeats >= 1, repeats <= 1000 else { throw ValidationError("--repeats must be from 1 to 1000") }
    for size in (sizes ?? "1").split(separator: ",", omittingEmptySubsequences: false) {
      guard let units = Int(size), units >= 1, units <= 8192 else {
        throw ValidationError("--sizes needs numbers from 1 to 8192, not '\(size)'")
      }
    }
  }

  func run() throws {
    try reporting { () throws(CommandError) in
      let catalogue = try openCatalogue()
      for size in Set(cases.flatMap(units)).sorted() {
        for name in cases where units(name).contains(size) {
          switch name {
          case "views": try reportViews(size, catalogue)
          case TrainingBench.name:
            var bench = try TrainingBench(units: size, threads: threads, catalogue)
            try report(TrainingBench.title, size, try bench.tokensPerSecond(repeats: repeats), "tokens/s")
          default: try report(name, size, try stepsPerSecond(name, size, catalogue), "steps/s")
          }
        }
      }
    }
  }

  private func reportViews(_ size: Int, _ catalogue: Catalogue) throws(CommandError) {
    let figures = try BenchViews(sheet: "lstm", units: size, steps: steps, repeats: repeats).figures(catalogue)
    for figure in figures {
      let rounded = (figure.milliseconds * 100).rounded() / 100
      guard json else {
        try say("views: \(figure.name)  H = \(size)  \(rounded) ms a key, \(steps) steps")
        continue
      }
      try say(
        JSON.object([
          .init("case", .string("views: \(figure.name)")), .init("size", .integer(size)),
          .init("who", .string("unroll")),
          .init("value", .double(rounded)), .init("unit", .string("ms/key")), .init("threads", .integer(threads)),
        ]).text)
    }
  }

  private func stepsPerSecond(_ name: String, _ size: Int, _ catalogue: Catalogue) throws(CommandError) -> Double {
    let steps = size <= 256 ? 1000 : 200
    let model: Model
    let material: Material
    do throws(CatalogueError) {
      let sheet = try catalogue.sheet(name)
      material = Material(
        sheet: sheet, settings: ["D": Double(size), "H": Double(size)], weights: nil, feed: .example)
      model = try material.model()
    } catch {
      throw .catalogue(error)
    }
    var values: RunValues<Float> = try material.values(for: model).0
    for input in model.inputs where input.stage != nil {
      // The target is left out: the peers work out no loss.
      let numbers = (0..<steps * input.shape.count).map { Float(($0 &* 7919) % 1000) / 500 - 1 }
      values.inputs[input.id] = input.name == model.fedInput?.name ? .stream(numbers, steps: steps) : .missing
    }
    do throws(RunError) {
      return try median(model, values, steps)
    } catch {
      throw .run(error)
    }
  }

  private func median(_ model: Model, _ values: RunValues<Float>, _ steps: Int) throws(RunError) -> Double {
    let bound = BoundPlan(try Plan(model, missing: values.missingInputs, runsInPart: true), values)
    var times: [Double] = []
    _ = try Trace(bound, values)
    for _ in 0..<repeats {
      let start = monotonicSeconds()
      let trace = try Trace(bound, values)
      times.append(monotonicSeconds() - start)
      guard trace.byteCount > 0 else { return 0 }
    }
    return Double(steps) / times.sorted()[repeats / 2]
  }

  private func report(_ name: String, _ size: Int, _ value: Double, _ unit: String) throws(CommandError) {
    guard json else {
      return try say(
        "\(name)  H = \(size)  \(Int(value.rounded())) \(unit)\(unit == "steps/s" ? " recorded" : ""), "
          + "\(Float.arithmetic.name), \(threads) thread\(threads == 1 ? "" : "s")")
    }
    try say(
      JSON.object([
        .init("case", .string(name)), .init("size", .integer(size)), .init("who", .string("unroll")),
        .init("value", .integer(Int(value.rounded()))), .init("unit", .string(unit)),
        .init("threads", .integer(threads)),
      ]).text)
  }
}
