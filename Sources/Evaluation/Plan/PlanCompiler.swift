// From a model to a plan: which quantities run, in which segments, reading from where.

package import Equations

extension Plan {
  /// Compiles a model.
  ///
  /// - Parameters:
  ///   - model: the checked model, with its pins in it.
  ///   - missing: the inputs that are not given; what needs them is left out.
  ///   - runsInPart: whether that may be anything but states; else only what is there for the loss.
  /// - Throws: `RunError.missingInput` if what may not be left out needs one of them, or everything does.
  package init(_ model: Model, missing: Set<Int> = [], runsInPart: Bool = false) throws(RunError) {
    self.model = model
    values = ValuesLayout(model)
    let omitted = try Plan.omissions(model, missing, runsInPart)
    self.omitted = omitted
    needed = Set(
      model.quantities.filter { omitted[$0.id] == nil }.flatMap { quantity in
        quantity.sources.compactMap { if case .input(let id) = $0 { id } else { nil } }
      })
    frames = []
    stages = []
    packed = []
    try checkLayout(Float.self)
    for stage in model.stages {
      frames.append(FrameLayout(model.quantities.filter { $0.stage == stage.id && omitted[$0.id] == nil }))
    }
    for stage in model.stages { stages.append(compile(stage)) }
    // The check goes number by number: what no test has is not worth minutes.
    assert(
      frames.contains { $0.count > 1 << 18 } || verify().isEmpty,
      "a plan that is not sound:\n" + verify().joined(separator: "\n"))
  }

  /// An input may be missing as long as something runs without it, and all states.
  private static func omissions(
    _ model: Model, _ missing: Set<Int>, _ runsInPart: Bool
  ) throws(RunError) -> [Int: Int] {
    var omitted: [Int: Int] = [:]
    var changed = true
    while changed {
      changed = false
      for quantity in model.quantities where omitted[quantity.id] == nil {
        for source in quantity.sources {
          let lacking: Int? =
            switch source {
            case .input(let id): missing.contains(id) ? id : nil
            case .quantity(let id): omitted[id]
            case .parameter, .series, .constant, .step, .length: nil
            }
          guard let lacking else { continue }
          omitted[quantity.id] = lacking
          changed = true
          break
        }
      }
    }
    for (id, input) in omitted {
      let isForLoss =
        id == model.loss
        || model.quantities.contains { other in
          other.id != id && other.expression.reads.contains { $0.source == .quantity(id) }
        }
      guard !model.quantities[id].isState, isForLoss || runsInPart, omitted.count < model.quantities.count else {
        throw .missingInput(model.inputs[input].name)
      }
    }
    return omitted
  }

  private mutating func compile(_ stage: Stage) -> StagePlan {
    var plan = StagePlan(scans: [], initials: [])
    for scan in stage.scans {
      let ids = scan.quantities.filter { omitted[$0] == nil }
      // What is worked out once has no steps outside.
      plan.initials.append(stage.steps == .once ? ScanPlan(direction: .forward) : compileInitial(ids, stage))
      if let over = scan.quantities.first.flatMap({ model.quantities[$0].total }) {
        plan.scans.append(compileTotals(ids, over: model.stages[over]))
      } else {
        plan.scans.append(compile(ids, scan.direction, stage))
      }
    }
    return plan
  }

  /// Where a stage's equations find what they read.
  private func resolver(_ stage: Stage, _ gathered: [ScanPlan.Gathered]) -> ScanCompiler.Resolver {
    { [model, values, frames] read in
      if let known = gathered.first(where: { $0.read == read }) { return .place(.gathered, offset: known.offset) }
      if case .through(let shift) = read.at {
        return .growing(one: Read(read.source, at: shift == 0 ? .now : .offset(shift)))
      }
      switch read.source {
      case .parameter(let id): return .place(.values, offset: values.parameters[id])
      case .series(let number): return .place(.series(number), offset: 0)
      case .constant(let id): return .place(.values, offset: values.constants[id])
      case .step: return .step
      // It is gathered wherever it is read.
      case .length: return .place(.gathered, offset: 0)
      case .quantity(let id):
        if read.at.isKin { return .place(.kin(quantity: id, read.at), offset: 0) }
        return .place(.frame(shift: read.at.offset), offset: frames[stage.id].offsets[id] ?? 0)
      case .input(let id):
        guard model.inputs[id].stage != nil else { return .place(.given(id), offset: 0) }
        if case .token = model.inputs[id].kind { return .token(input: id, shift: read.at.offset) }
        return .place(.input(id, shift: read.at.offset), offset: 0)
      }
    }
  }

  /// What the expressions read that does not move with the steps of the stage, each once.
  private func gathered(_ expressions: [Expression], _ stage: Stage) -> [ScanPlan.Gathered] {
    var result: [ScanPlan.Gathered] = []
    var known: Set<Read> = []
    var offset = 0
    for expression in expressions {
      expression.visit { part in
        guard case .read(let read) = part.kind, isGathered(read, stage), known.insert(read).inserted else { return }
        result.append(ScanPlan.Gathered(read: read, offset: offset, shape: part.shape))
        offset += (part.shape.count + 15) / 16 * 16
      }
    }
    return result
  }

  private func isGathered(_ read: Read, _ stage: Stage) -> Bool {
    switch read.source {
    case .quantity(let id): !read.at.isKin && (model.quantities[id].stage != stage.id || !read.at.isMoving)
    case .input(let id): model.inputs[id].stage != nil && !read.at.isMoving
    case .length: true
    case .parameter, .series, .constant, .step: false
    }
  }

  /// An equation as it runs.
  private func equation(_ id: Int) -> Expression { model.quantities[id].expression.padded.scaled }

  /// The states of a scan outside the sequence.
  private mutating func compileInitial(_ ids: [Int], _ stage: Stage) -> ScanPlan {
    let starts = ids.compactMap { id in model.quantities[id].initial.map { (model.quantities[id], $0.padded.scaled) } }
    let gathered = gathered(starts.map(\.1), stage)
    var compiler = ScanCompiler(
      direction: .forward, values: values, packed: packed, gathered: gathered, resolve: resolver(stage, gathered))
    let tasks = starts.map { quantity, initial in
      ScanCompiler.Task(
        expression: initial, region: .frame(shift: 0), offset: frames[stage.id].offsets[quantity.id] ?? 0,
        shape: quantity.shape.whole)
    }
    compiler.add(tasks, isWhole: { _ in false })
    (values, packed) = (compiler.values, compiler.packed)
    return compiler.plan
  }

  private mutating func compile(_ ids: [Int], _ direction: Scan.Direction, _ stage: Stage) -> ScanPlan {
    let gathered = gathered(ids.map { equation($0) }, stage)
    var compiler = ScanCompiler(
      direction: direction, values: values, packed: packed, gathered: gathered, resolve: resolver(stage, gathered))
    compiler.series = model.series.map { $0.members.map { values.parameters[$0] } }
    if stage.steps != .once { compiler.addInvariants(of: ids.map { equation($0) }) }
    var before: Set<Int> = []
    let here = Set(ids)
    // A stage that a condition ends goes on step by step: nothing is worked out ahead.
    let parts = stage.steps.until == nil ? segments(ids) : [ids]
    for part in parts where !part.isEmpty {
      let tasks = part.map { id in
        ScanCompiler.Task(
          expression: equation(id), region: .frame(shift: 0),
          offset: frames[stage.id].offsets[id] ?? 0, shape: model.quantities[id].shape.whole)
      }
      let done = before
      compiler.add(tasks) { [model] read in
        guard stage.steps != .once, stage.steps.until == nil, read.at == .now else { return false }
        switch read.source {
        // Beside a range an input may end before the steps do.
        case .input(let id):
          if case .sequence = stage.steps { return model.inputs[id].stage == stage.id }
          return false
        case .quantity(let id):
          return model.quantities[id].stage == stage.id && (done.contains(id) || !here.contains(id))
        case .parameter, .series, .constant, .step, .length: return false
        }
      }
      before.formUnion(part)
    }
    (values, packed) = (compiler.values, compiler.packed)
    var plan = compiler.plan
    plan.quantities = ids
    return plan
  }

  /// Sums over the steps of a stage, of quantities that are worked out once.
  private mutating func compileTotals(_ ids: [Int], over stage: Stage) -> ScanPlan {
    let gathered = gathered(ids.map { equation($0) }, stage)
    var compiler = ScanCompiler(
      direction: .forward, values: values, packed: packed, gathered: gathered, resolve: resolver(stage, gathered))
    compiler.series = model.series.map { $0.members.map { values.parameters[$0] } }
    let layout = frames[ids.first.map { model.quantities[$0].stage } ?? stage.id]
    let tasks = ids.map { id in
      ScanCompiler.Task(
        expression: equation(id), region: .results, offset: layout.offsets[id] ?? 0,
        shape: model.quantities[id].shape.whole)
    }
    compiler.addTotals(tasks)
    (values, packed) = (compiler.values, compiler.packed)
    var plan = compiler.plan
    plan.quantities = ids
    plan.over = stage.id
    plan.totals = tasks.map(\.offset)
    plan.resultCount = layout.count
    return plan
  }

  /// What comes before the recurrences, the recurrences with all between them, and what only reads them.
  private func segments(_ ids: [Int]) -> [[Int]] {
    let here = Set(ids)
    var reads: [Int: Set<Int>] = [:]
    var roots: Set<Int> = []
    for id in ids {
      for read in model.quantities[id].expression.reads {
        guard case .quantity(let other) = read.source, here.contains(other), read.at.isMoving else { continue }
        reads[id, default: []].insert(other)
        if read.at != .now { roots.formUnion([other]) }
      }
    }
    func closure(_ start: Set<Int>, _ next: (Int) -> Set<Int>) -> Set<Int> {
      var result = start
      var queue = Array(start)
      while let id = queue.popLast() {
        for other in next(id) where result.insert(other).inserted { queue.append(other) }
      }
      return result
    }
    var readers: [Int: Set<Int>] = [:]
    for (id, others) in reads { for other in others { readers[other, default: []].insert(id) } }
    // Whatever reads another step of this scan waits for that step.
    let waiting = Set(
      ids.filter { id in
        model.quantities[id].expression.reads.contains { read in
          guard case .quantity(let other) = read.source else { return false }
          return read.at != .now && read.at.isMoving && here.contains(other)
        }
      })
    let after = closure(waiting) { readers[$0] ?? [] }
    let needed = closure(roots) { reads[$0] ?? [] }
    let core = after.intersection(needed)
    return [
      ids.filter { !after.contains($0) }, ids.filter(core.contains),
      ids.filter { after.contains($0) && !core.contains($0) },
    ]
  }
}
