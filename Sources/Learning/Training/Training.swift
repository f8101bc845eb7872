// The training loop as a value: each call changes the parameters once. A copy of it is a training that can go another way.

internal import Evaluation

/// What one update did.
package struct UpdateReport: Sendable, Equatable {
  /// Its number, from 1.
  package var update: Int
  /// The mean over the answers of its batch, before the update.
  package var loss: Double
  /// The gradient's norm, before and after clipping.
  package var norm: Double
  package var clippedNorm: Double
  package var rate: Double
  package var sequences: Int
  /// The task's metric on fresh sequences, if they were tried after this update.
  package var metric: Double?
}

/// The parameters that did best on fresh sequences.
package struct Best: Sendable, Equatable {
  package var parameters: [Float]
  package var metric: Double
  /// After which update.
  package var update: Int
}

/// A model being trained.
///
/// Every update draws its batch by its own number, so nothing of chance has to be remembered; gradients of a batch are
/// summed in one order, whatever the number of threads.
package struct Training<Goal: Objective>: Sendable {
  package let task: LearningTask
  package let recipe: Recipe
  package let objective: Goal
  package internal(set) var parameters: [Float]
  package internal(set) var optimizer: Optimizer
  package internal(set) var updateCount = 0
  package internal(set) var best: Best?
  /// The last parameters whose loss was a number.
  private var lastGood: [Float]
  /// No bit of the result depends on it.
  package var threads = 1
  private var jobs: [Job<Goal.Workspace>] = []

  package init(_ task: LearningTask, _ recipe: Recipe, _ objective: Goal, from start: [Float]) {
    self.task = task
    self.recipe = recipe
    self.objective = objective
    parameters = start
    lastGood = start
    optimizer = Optimizer(recipe.method, count: start.count, weightDecay: recipe.weightDecay)
  }

  /// A training that goes on where another stopped.
  package init(_ task: LearningTask, _ recipe: Recipe, _ objective: Goal, from saved: Resumption) {
    self.init(task, recipe, objective, from: saved.parameters)
    optimizer = saved.optimizer
    updateCount = saved.updateCount
    best = saved.best
  }

  package var isFinished: Bool { updateCount >= recipe.updates }

  /// What to keep: the best on fresh sequences; before any were tried, the last whose loss was a number.
  package var result: [Float] { best?.parameters ?? lastGood }

  /// Changes the parameters once, and tries fresh sequences when it is time.
  ///
  /// - Throws: where it diverges, where the model cannot run, where it is interrupted. It is then as it was before, but
  ///   for a divergence, which takes it back to the last parameters whose loss was a number.
  package mutating func update(
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) throws(TrainingError) -> UpdateReport {
    let number = updateCount + 1
    let samples = (0..<recipe.batch).map { task.sample(updateCount * recipe.batch + $0, seed: recipe.seed) }
    let answers = samples.reduce(0) { $0 + $1.countedSteps }
    var (sum, gradient) = try slope(samples, isInterrupted)
    let share = 1 / Float(max(1, answers))
    for index in gradient.indices { gradient[index] *= share }
    let norm = euclideanNorm(gradient)
    guard sum.isFinite, norm.isFinite else {
      parameters = lastGood
      throw .diverged(update: number)
    }
    lastGood = parameters
    recipe.clipping?.clip(&gradient)
    let rate = recipe.schedule.rate(at: updateCount, of: recipe.updates)
    optimizer.update(&parameters, gradient: gradient, rate: rate)
    updateCount = number
    var report = UpdateReport(
      update: number, loss: sum / Double(max(1, answers)), norm: norm,
      clippedNorm: recipe.clipping == nil ? norm : euclideanNorm(gradient), rate: rate, sequences: samples.count)
    // Not interrupted half-way: whoever goes on later would miss what was best.
    if number.isMultiple(of: recipe.validationInterval) || isFinished { report.metric = try validate() }
    return report
  }

  /// Tries fresh sequences, the same each time, and keeps the parameters if none did better; of equals the last, which learned longest.
  package mutating func validate() throws(TrainingError) -> Double {
    let metric = try metric(of: parameters)
    if metric.isFinite, metric <= best?.metric ?? .infinity {
      best = Best(parameters: parameters, metric: metric, update: updateCount)
    }
    return metric
  }

  /// The task's metric of any parameters, on fresh sequences.
  package mutating func metric(of parameters: [Float]) throws(TrainingError) -> Double {
    let samples = (0..<recipe.freshCount).map { task.sample($0, seed: recipe.seed, part: .fresh) }
    let objective = self.objective
    let sums = try inGroups(samples, parameters, .measure, { false }) { group, bound, job throws(RunError) in
      try objective.measure(of: group, bound, &job.workspace)
    }
    let answers = samples.reduce(0) { $0 + $1.countedSteps }
    return objective.metric(sum: sums.reduce(0, +), over: answers)
  }

  // MARK: groups

  /// The summed loss of sequences, and its gradient.
  private mutating func slope(
    _ samples: [Sample], _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws(TrainingError) -> (Double, [Float]) {
    let objective = self.objective
    let sums = try inGroups(samples, parameters, .loss, isInterrupted) { group, bound, job throws(RunError) in
      job.clear(objective.parameterCount)
      return try objective.loss(of: group, bound, &job.workspace, gradient: &job.gradient)
    }
    // A tree over the groups: ((1 + 2) + (3 + 4)) + …
    var distance = 1
    while distance < sums.count {
      for index in stride(from: 0, to: sums.count - distance, by: 2 * distance) {
        jobs[index].add(jobs[index + distance])
      }
      distance *= 2
    }
    return (sums.reduce(0, +), jobs[0].gradient)
  }

  /// Works through sequences in groups, each on one thread in memory of its own, and gives what each came to.
  private mutating func inGroups(
    _ samples: [Sample], _ parameters: [Float], _ use: ObjectiveUse, _ isInterrupted: @escaping @Sendable () -> Bool,
    _ work:
      @escaping @Sendable (ArraySlice<Sample>, Goal.Bound, inout Job<Goal.Workspace>) throws(RunError) -> Double
  ) throws(TrainingError) -> [Double] {
    let bound: Goal.Bound
    do throws(RunError) { bound = try objective.bind(parameters, for: use) } catch { throw .run(error) }
    let size = max(1, objective.sequencesAtOnce)
    let count = (samples.count + size - 1) / size
    while jobs.count < count { jobs.append(Job(objective.makeWorkspace())) }
    let shelf = Shelf(jobs)
    jobs = []
    onThreads(threads, count: count) { index in
      guard var job = shelf.take(index) else { return }
      do throws(RunError) {
        if isInterrupted() { throw .interrupted }
        let group = samples[index * size..<min(samples.count, (index + 1) * size)]
        job.outcome = .success(try work(group, bound, &job))
      } catch {
        job.outcome = .failure(error)
      }
      shelf.put(job, at: index)
    }
    jobs = shelf.all
    var sums: [Double] = []
    for job in jobs.prefix(count) {
      do throws(RunError) {
        sums.append(try job.outcome.get())
      } catch {
        throw error == .interrupted ? .interrupted : .run(error)
      }
    }
    return sums
  }
}

/// What a group of sequences is worked through in.
private struct Job<Workspace: Sendable>: Sendable {
  var workspace: Workspace
  var gradient: [Float] = []
  var outcome: Result<Double, RunError> = .success(0)

  init(_ workspace: Workspace) { self.workspace = workspace }

  mutating func clear(_ count: Int) {
    guard gradient.count == count else {
      gradient = Array(repeating: 0, count: count)
      return
    }
    for index in gradient.indices { gradient[index] = 0 }
  }

  mutating func add(_ other: Job) {
    for index in gradient.indices { gradient[index] += other.gradient[index] }
  }
}
