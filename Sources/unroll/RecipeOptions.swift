// The options that say how is trained.

import ArgumentParser
import Learning

struct RecipeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many times the parameters change.", valueName: "number"))
  var steps = 1000

  @Option(help: ArgumentHelp("sgd, momentum, nesterov or adam.", valueName: "name"))
  var optimizer = "adam"

  @Option(help: ArgumentHelp("The learning rate.", valueName: "number"))
  var rate = 0.005

  @Option(help: ArgumentHelp("What is kept of the last push, with momentum and nesterov.", valueName: "number"))
  var momentum = 0.9

  @Option(help: ArgumentHelp("constant, cosine, or step:200:0.5, a factor after so many.", valueName: "schedule"))
  var schedule = "constant"

  @Option(help: ArgumentHelp("Over how many steps the rate grows first.", valueName: "number"))
  var warmUp = 0

  @Option(help: ArgumentHelp("norm:1, value:1 or none.", valueName: "clipping"))
  var clip = "norm:1"

  @Option(
    help: ArgumentHelp(
      "Cut the gradient at the borders of windows of so many steps; the state is carried over.", valueName: "number"))
  var truncate: Int?

  @Option(help: ArgumentHelp("What weights lose of themselves, times the rate.", valueName: "number"))
  var weightDecay = 0.0

  @Option(help: ArgumentHelp("Sequences a step; 32 if it is not said.", valueName: "number"))
  var batch: Int?

  @Option(help: ArgumentHelp("After how many steps fresh sequences are tried.", valueName: "number"))
  var every = 50

  @Option(help: ArgumentHelp("How many fresh sequences; 100 if it is not said.", valueName: "number"))
  var fresh: Int?

  @Option(help: ArgumentHelp("Threads to use; no bit of the result depends on it.", valueName: "number"))
  var threads = 1

  func validate() throws {
    guard steps >= 0, steps <= 1_000_000_000 else { throw ValidationError("--steps must be 0 or more") }
    let counts = [("--truncate", truncate ?? 1), ("--batch", batch ?? 1), ("--every", every), ("--fresh", fresh ?? 1)]
    for (name, value) in counts {
      guard value >= 1, value <= 1_000_000_000 else { throw ValidationError("\(name) must be 1 or more") }
    }
    guard batch ?? 1 <= 65536, fresh ?? 1 <= 65536 else {
      throw ValidationError("--batch and --fresh must be at most 65536")
    }
    guard warmUp >= 0 else { throw ValidationError("--warm-up must be 0 or more") }
    guard threads >= 1, threads <= 256 else { throw ValidationError("--threads must be from 1 to 256") }
    guard rate.isFinite, rate > 0 else { throw ValidationError("--rate must be above 0") }
    guard momentum >= 0, momentum < 1 else { throw ValidationError("--momentum must be from 0 to below 1") }
    guard weightDecay.isFinite, weightDecay >= 0 else { throw ValidationError("--weight-decay must be 0 or more") }
    guard method != nil else {
      throw ValidationError("--optimizer must be sgd, momentum, nesterov or adam, not '\(optimizer)'")
    }
    guard course != nil else {
      throw ValidationError("--schedule must be \(Schedule.Course.words), not '\(schedule)'")
    }
    guard clip == "none" || clipping != nil else {
      throw ValidationError("--clip must be \(Clipping.words), not '\(clip)'")
    }
  }

  /// The choices as training takes them.
  ///
  /// - Parameters:
  ///   - seed: where batches begin.
  ///   - isFed: whether there is but one sequence, what is fed.
  /// - Returns: them.
  func recipe(seed: UInt64, isFed: Bool) -> Recipe {
    Recipe(
      method: method ?? .adam(), weightDecay: weightDecay,
      schedule: Schedule(rate: rate, course: course ?? .constant, warmUp: warmUp), clipping: clipping,
      truncation: truncate, batch: isFed ? 1 : batch ?? 32, updates: steps, seed: seed, validationInterval: every,
      freshCount: isFed ? 1 : fresh ?? 100)
  }

  /// What means nothing where there is but one sequence.
  func validateFed() throws {
    for (name, value) in [("--batch", batch), ("--fresh", fresh)] where value != nil {
      throw ValidationError("\(name) goes with --task: what is fed is one sequence")
    }
  }

  private var method: Optimizer.Method? { Optimizer.Method(optimizer, momentum: momentum) }

  private var course: Schedule.Course? { Schedule.Course(schedule) }

  private var clipping: Clipping? { Clipping(clip) }
}
