// Training at the prompt: what is asked for, where it starts, and what the session is after it.

import Debugger
import Equations
import Evaluation
import Learning
import Testing

@Suite struct `Training from a session` {
  /// What a line asks for.
  private func request(_ line: String, _ session: Session) throws -> TrainingRequest {
    var session = session
    let effects = try session.reply(to: [line]).effects
    guard effects.count == 1, case .train(let request) = effects[0] else {
      throw CommandError.message("\(line) asks for no training")
    }
    return request
  }

  /// A training that has run as far as the line says.
  private func trained(_ line: String, _ session: Session) throws -> PromptTraining {
    let request = try request(line, session)
    var training = try PromptTraining(request, try #require(request.task), from: session)
    while !training.isFinished { _ = try training.update { false } }
    return training
  }

  /// Trains, and takes over what came out.
  private func train(_ line: String, _ session: inout Session) throws -> [String] {
    var training = try trained(line, session)
    let numbers = training.end()
    return try session.take(training, numbers).flatMap(\.lines)
  }

  // MARK: what is asked for

  @Test func `is asked for by a task and choices behind it, in any order`() throws {
    let session = try Sessions.open("rnn")
    let plain = try request("train brackets", session)
    #expect(plain.goal == .task("brackets") && plain.recipe.updates == 1000 && plain.recipe.clipping == .norm(1))
    #expect(try request("train task brackets for 200", session).recipe.updates == 200)
    let whole = try request(
      "train text \"my story.txt\" clip none batch 4 steps 30 rate 0.1 optimizer sgd schedule cosine length 8..9 "
        + "seed 7 every 5 fresh 6 threads 2 seen x read h until 12", session)
    #expect(whole.goal == .text(path: "my story.txt"))
    #expect(
      whole.recipe
        == Recipe(
          method: .descent, schedule: Schedule(rate: 0.1, course: .cosine), clipping: nil, batch: 4, updates: 30,
          seed: 7,
          validationInterval: 5, freshCount: 6))
    #expect(whole.lengths == 8...9 && whole.threads == 2 && whole.until == 12)
    #expect(whole.mapping == Mapping(seen: "x", read: "h"))
  }

  @Test(arguments: [
    ("train", "say what to learn, as in train brackets"), ("train juggling", "train knows no juggling"),
    ("train bracket", "train knows no bracket: did you mean brackets?"),
    ("train brackets rate 0", "rate needs a number above 0, not 0"),
    ("train brackets steps", "steps needs a whole number from 1 to 1000000000"),
    ("train brackets clip hard", "clip needs norm:NUMBER, value:NUMBER or none, not hard"),
    ("train brackets batch 70000", "batch needs a whole number from 1 to 65536, not 70000"),
    ("train brackets length 9..3", "length needs a number or two"), ("train text", "text needs a file"),
    ("train text \"a", "the quoted text is not closed"), ("stop now", "stop takes nothing, not now"),
  ])
  func `is refused with what it needs`(line: String, words: String) throws {
    var session = try Sessions.open("rnn")
    let answer = session.complaint(line)
    let complaint = try #require(answer)
    #expect(complaint.contains(words), "\(complaint)")
  }

  @Test func `that runs lets no other begin, is told of, and can be stopped`() throws {
    var session = try Sessions.open("rnn")
    let idle = try session.say("stop")
    #expect(idle == ["nothing is being trained"])
    var training = try PromptTraining(
      try request("train parity for 20 batch 4", session), .parity(), from: session)
    var course = TrainingCourse(training, now: 0)
    course.note(try training.update { false }, now: 2)
    session.training = course
    let refused = session.complaint("train brackets")
    #expect(refused?.contains("stop ends that and keeps its best") == true)
    let told = try session.say("train")[0]
    #expect(told.hasPrefix("parity: update 1/20  loss ") && told.hasSuffix("2 sequences/s  38 s left"), "\(told)")
    let stopped = try session.reply(to: ["stop"])
    #expect(stopped.effects == [.stopTraining])
    session.training?.end = .stopped
    let begun = try session.reply(to: ["train brackets"])
    #expect(begun.effects.count == 1)
  }

  // MARK: where it starts and ends

  @Test func `starts from the weights that are shown, where the task leaves their sizes`() throws {
    var session = try Sessions.open("rnn")
    _ = try session.say("set U[1,2] = 0.5", "set b = 0.25")
    let training = try trained("train brackets for 1 batch 2", session)
    let start = training.untrained.parameters
    #expect(start["U"] == session.values.parameters[try #require(session.model.parameter(named: "U")).id])
    #expect(start["b"] == Array(repeating: 0.25, count: 16))
    #expect(training.fresh == ["W", "V_out", "c_out"])
  }

  @Test func `leaves the session with the trained weights, what was before as ghost, and can be undone`() throws {
    var session = try Sessions.open("rnn")
    let before = session
    let said = try train("train brackets for 30 batch 8 rate 0.02 every 10", &session)
    #expect(said[0].hasPrefix("trained on brackets: update ") && said[0].contains("share of wrong answers"))
    #expect(session.model.quantity(named: "output") != nil && session.model.dims.map(\.count) == [3, 16])
    // Both runs are on one sequence of the task: what differs is what was learned.
    let ghost = try #require(session.ghost)
    #expect(ghost.trace.values.inputs == session.values.inputs)
    #expect(ghost.trace.values.parameters != session.values.parameters)
    #expect(session.weightsDescription.hasPrefix("trained on brackets, "))
    _ = try session.say("undo")
    #expect(session.model == before.model && session.values == before.values)
    _ = try session.say("redo")
    #expect(session.weightsDescription.hasPrefix("trained on brackets, "))
  }

  @Test func `goes on where it was, with one readout, and stays where one is`() throws {
    var session = try Sessions.open("rnn")
    _ = try train("train parity for 10 batch 4", &session)
    let (sheet, weights) = (session.model.sheet, session.values.parameters)
    _ = try session.say("feed \"0110\"", "goto 3")
    let more = try trained("train for 1 batch 4", session)
    #expect(more.task.name == "parity" && more.fresh.isEmpty)
    #expect(session.model.parameters.map { more.untrained.parameters[$0.name] } == weights)
    _ = try train("train for 10 batch 4", &session)
    #expect(session.model.sheet == sheet && session.trace.stages.map(\.steps).max() == 4)
    #expect(session.moment?.step == 2)
  }

  @Test(arguments: ["train copy for 9 batch 4 every 2", "train copy steps 30 schedule cosine until 9 batch 4"])
  func `is done again by the line that it leaves, to the same bits`(line: String) throws {
    let session = try Sessions.open("gru")
    var once = try trained(line, session)
    let kept = once.request.line(after: once.updateCount)
    var again = try trained(kept, session)
    #expect(again.updateCount == 9)
    let (one, other) = (once.end(), again.end())
    #expect(one == other)
    // One that was stopped says where.
    var short = try PromptTraining(try request("train copy for 50 batch 4", session), .copy(), from: session)
    for _ in 0..<3 { _ = try short.update { false } }
    #expect(short.request.line(after: 3) == "train copy for 50 batch 4 until 3")
    var shortAgain = try trained(short.request.line(after: 3), session)
    let (part, partAgain) = (short.end(), shortAgain.end())
    #expect(part == partAgain)
  }

  @Test func `on symbols names them at each step, and takes them as text`() throws {
    var session = try Sessions.open("gru")
    _ = try train("train brackets for 2 batch 2", &session)
    #expect(session.feedDescription.hasPrefix("\"(") && session.feedDescription.contains("."))
    _ = try session.say("feed \"((.))\"")
    #expect(session.feedDescription == "\"((.))\"")
  }

  private static let slope = """
    dims D = 2
    input x: D
    param w: D = 1
    example x: 1 2; 3 -1
    y = wᵀ x
    loss = (y - 2)^2
    """

  @Test func `of the sheet's own loss makes it smaller on what is fed`() throws {
    var session = try Sessions.typed(Self.slope)
    func loss(_ session: Session) throws -> Float {
      let quantity = try #require(session.model.loss.map { session.model.quantities[$0] })
      return (0..<2).reduce(0) { $0 + session.trace.value(of: quantity, 0, at: $1) }
    }
    let before = try loss(session)
    let said = try train("train rate 0.1 for 60", &session)
    #expect(said[0].hasPrefix("trained on own loss: update "))
    let after = try loss(session)
    #expect(after < before / 100)
    #expect(session.ghost != nil && session.model.parameters.count == 1)
  }

  @Test func `that diverges keeps the last good weights and says why`() throws {
    var session = try Sessions.typed(Self.slope)
    let request = try request("train own loss optimizer sgd rate 1e30 clip none for 50", session)
    var training = try PromptTraining(request, .ownLoss, from: session)
    var failure: TrainingError?
    do throws(TrainingError) {
      while !training.isFinished { _ = try training.update { false } }
    } catch {
      failure = error
    }
    guard case .diverged? = failure else {
      Issue.record("it did not diverge")
      return
    }
    let said = try session.take(training, training.end(), failure: failure).flatMap(\.lines)
    #expect(said[0].hasPrefix("training ended: the loss is no number any more at update "))
    let isFinite = session.values.parameters.joined().allSatisfy { $0.isFinite }
    #expect(isFinite)
  }

  @Test func `ends on its own sheet where another was opened meanwhile, and undo goes back to that`() throws {
    let session = try Sessions.open("rnn")
    var training = try trained("train parity for 4 batch 4", session)
    var other = try Sessions.open("gru")
    let said = try other.take(training, training.end()).flatMap(\.lines)
    #expect(said.contains("another sheet was open: undo goes back to it"))
    #expect(other.model.name == "rnn")
    _ = try other.say("undo")
    #expect(other.model.name == "gru")
  }

  @Test func `keeps its curve in bounded room: means of neighbours`() {
    var curve = Curve()
    for number in 0..<4096 { curve.append(Double(number)) }
    #expect(curve.points.count < Curve.most && curve.last == 4095)
    #expect(curve.points.first == Double(curve.span - 1) / 2)
    #expect(curve.points.count * curve.span == 4096)
  }
}
