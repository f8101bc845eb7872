// Whether a plan is sound, scan by scan and in what its scans share. Run after compiling in debug builds, and over all
// sheets in tests.

internal import Equations

extension Plan {
  /// What is wrong with the plan, a line each; empty for a sound one.
  package func verify() -> [String] {
    var problems = packedProblems + sumProblems
    var known: Set<Int> = []
    for pass in model.passes {
      let (stage, place) = (model.stages[pass.stage], "stage \(pass.stage), scan \(pass.scan)")
      problems += gatheredProblems(stages[pass.stage].scans[pass.scan], known, place)
      problems += gatheredProblems(stages[pass.stage].initials[pass.scan], known, place + ", initial")
      var nothing: Set<Int> = []
      let initial = stages[pass.stage].initials[pass.scan]
      problems += verify(initial, stage, known: &nothing, isInitial: true, place + ", initial")
      let scan = stages[pass.stage].scans[pass.scan]
      problems += verify(scan, scan.over.map { model.stages[$0] } ?? stage, known: &known, isInitial: false, place)
    }
    for (stage, layout) in zip(model.stages, frames) {
      for quantity in model.quantities where layout.offsets[quantity.id] != nil && !known.contains(quantity.id) {
        problems.append("stage \(stage.id): \(quantity.name) has a place and is not worked out")
      }
    }
    return problems
  }

  /// What a scan gathers must be worked out by then, and lie apart.
  private func gatheredProblems(_ scan: ScanPlan, _ known: Set<Int>, _ place: String) -> [String] {
    var problems: [String] = []
    var end = 0
    for gathered in scan.gathered {
      if case .quantity(let id) = gathered.read.source, !known.contains(id) {
        problems.append("\(place): gathers \(model.quantities[id].name), which is not worked out yet")
      }
      if gathered.offset < end { problems.append("\(place): what it gathers overlaps at \(gathered.offset)") }
      end = gathered.offset + gathered.shape.count
    }
    return end <= scan.gatheredCount ? problems : problems + ["\(place): what it gathers does not fit"]
  }

  /// The problems of the scan of a probe, which reads gathered arguments and writes one result.
  func verify(probe scan: ScanPlan, arguments: Int, result: Int) -> [String] {
    guard let stage = model.stages.first else { return [] }
    var verifier = ScanVerifier(plan: self, scan: scan, stage: stage, where: "probe")
    (verifier.argumentCount, verifier.resultCount) = (arguments, result)
    verifier.run()
    return verifier.problems
  }

  private func verify(
    _ scan: ScanPlan, _ stage: Stage, known: inout Set<Int>, isInitial: Bool, _ place: String
  ) -> [String] {
    var verifier = ScanVerifier(plan: self, scan: scan, stage: stage, where: place)
    verifier.known = known
    verifier.isInitial = isInitial
    verifier.resultCount = scan.resultCount
    verifier.run()
    known = verifier.known
    return verifier.problems
  }

  private var sumProblems: [String] {
    values.sums.compactMap { sum, offset in
      let fit = sum.parts.allSatisfy { part in part.terms.allSatisfy { $0 >= 0 && $0 + part.rows <= offset } }
      return fit && offset + sum.rows <= values.count ? nil : "the sum at \(offset) does not fit"
    }
  }

  private var packedProblems: [String] {
    packed.enumerated().flatMap { index, matrix in
      let initialFits = matrix.initial.map { $0 >= 0 && $0 + matrix.rows <= values.count } ?? true
      return (initialFits ? [] : ["packed matrix \(index): what is added does not fit"])
        + matrix.parts.compactMap { part in
          let isInside = part.offset >= 0 && part.offset + part.rows * part.columns <= values.count
          return isInside && part.resultColumns == matrix.columns
            ? nil : "packed matrix \(index): a part at \(part.offset) does not fit"
        } + (matrix.parts.reduce(0) { $0 + $1.resultRows } == matrix.rows ? [] : ["packed matrix \(index): rows"])
    }
  }
}
