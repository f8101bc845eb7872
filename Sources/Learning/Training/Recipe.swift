// How is trained: all that decides about the result, beside the sheet, the task and the weights that it starts from.

internal import Formats

/// The choices of a training.
package struct Recipe: Sendable, Equatable {
  package var method: Optimizer.Method
  package var weightDecay: Double
  package var schedule: Schedule
  package var clipping: Clipping?
  /// After how many steps of a sequence the gradient is cut; nil for never.
  package var truncation: Int?
  /// Sequences of an update.
  package var batch: Int
  /// How many updates there will be.
  package var updates: Int
  package var seed: UInt64
  /// After how many updates fresh sequences are tried, and how many of them.
  package var validationInterval: Int
  package var freshCount: Int

  package init(
    method: Optimizer.Method = .adam(), weightDecay: Double = 0, schedule: Schedule = Schedule(rate: 0.005),
    clipping: Clipping? = .norm(1), truncation: Int? = nil, batch: Int = 32, updates: Int = 1000, seed: UInt64 = 1,
    validationInterval: Int = 50, freshCount: Int = 100
  ) {
    self.method = method
    self.weightDecay = weightDecay
    self.schedule = schedule
    self.clipping = clipping
    self.truncation = truncation
    self.batch = batch
    self.updates = updates
    self.seed = seed
    self.validationInterval = validationInterval
    self.freshCount = freshCount
  }

  /// The choices by name, as a resumption file keeps them.
  var json: JSON {
    .object([
      .init("method", .string("\(method)")), .init("weight decay", .double(weightDecay)),
      .init("rate", .double(schedule.rate)), .init("schedule", .string("\(schedule.course)")),
      .init("warm-up", .integer(schedule.warmUp)), .init("clipping", .string(clipping.map { "\($0)" } ?? "none")),
      .init("truncation", .string(truncation.map { "\($0) steps" } ?? "none")),
      .init("batch", .integer(batch)), .init("updates", .integer(updates)), .init("seed", .string(String(seed))),
      .init("validation every", .integer(validationInterval)), .init("fresh sequences", .integer(freshCount)),
    ])
  }
}
