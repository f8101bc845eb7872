// The order in which equations happen, and walking along it in both directions.

import Debugger
import Equations
import TestSupport
import Testing

@Suite struct `The timeline` {
  /// One quantity that is worked out once, a scan forwards with two equations, and one that runs backwards.
  private func model() throws -> Model {
    try Model(
      SheetParser.parse(
        """
        input x
        param m
        state f, b
        μ = σ(m)
        f = μ f[t-1] + x
        g = f + 1
        b = g + b[t+1]
        """, name: "both"))
  }

  private func timeline(steps: Int = 3) throws -> (Timeline, Model) {
    let model = try model()
    let counts = model.stages.map { $0.steps == .once ? 1 : steps }
    return (Timeline(model, steps: counts, omitted: []), model)
  }

  private func names(_ timeline: Timeline, _ model: Model) -> [String] {
    (0..<timeline.count).map { position in
      let name = timeline.quantity(at: position).map { model.quantities[$0].name } ?? "?"
      return "\(name)@\((timeline.moment(at: position)?.step ?? -1) + 1)"
    }
  }

  @Test func `what is worked out once comes first, then each scan in its direction`() throws {
    let (timeline, model) = try timeline()
    #expect(names(timeline, model) == ["μ@1", "f@1", "g@1", "f@2", "g@2", "f@3", "g@3", "b@3", "b@2", "b@1"])
    #expect(timeline.parts.map(\.direction) == [.forward, .forward, .backward])
    #expect(timeline.moment(at: -1) == nil && timeline.moment(at: timeline.count) == nil)
  }

  @Test func `next goes to the ends of steps and through all scans, and previous the same way back`() throws {
    let (timeline, _) = try timeline()
    var ends = [0]
    while let next = timeline.next(after: ends[ends.count - 1]) { ends.append(next) }
    #expect(ends == [0, 2, 4, 6, 7, 8, 9])
    var back = [9]
    while let previous = timeline.previous(before: back[back.count - 1]) { back.append(previous) }
    #expect(back == ends.reversed())
    #expect(timeline.next(after: 3) == 4 && timeline.previous(before: 3) == 2)
  }

  @Test func `a scan ends where its last step does, and begins at its first equation`() throws {
    let (timeline, _) = try timeline()
    #expect([0, 1, 6, 7, 8, 9].map { timeline.endOfPart(after: $0) } == [6, 6, 9, 9, 9, nil])
    #expect([0, 1, 2, 7, 9].map { timeline.startOfPart(before: $0) } == [nil, 0, 1, 1, 7])
  }

  @Test func `a quantity has a place at each of its steps, and has happened from there on`() throws {
    let (timeline, model) = try timeline()
    let g = try #require(model.quantity(named: "g")?.id)
    let b = try #require(model.quantity(named: "b")?.id)
    #expect((-1...3).map { timeline.position(of: g, at: $0) } == [nil, 2, 4, 6, nil])
    #expect((0..<3).map { timeline.position(of: b, at: $0) } == [9, 8, 7])
    #expect(!timeline.hasHappened(b, at: 2, by: 6) && timeline.hasHappened(b, at: 2, by: 7))
    #expect(!timeline.hasHappened(b, at: 1, by: 7) && timeline.hasHappened(g, at: 0, by: 7))
  }

  @Test func `a step by its number is looked for in the scan where one is`() throws {
    let (timeline, _) = try timeline()
    #expect(timeline.position(ofStep: 1, near: 5) == 4)
    #expect(timeline.position(ofStep: 1, near: 9) == 8)
    #expect(timeline.position(ofStep: 3, near: 5) == nil)
  }

  @Test(arguments: ["gru", "rnn-bidirectional", "rnn-stacked", "leaky-learned", "g2p-encoder"])
  func `every moment of a sheet happens once, and each is where its quantity and step say`(sheet: String) throws {
    let session = try Sessions.open(sheet)
    let timeline = session.timeline
    var seen: Set<Int> = []
    for part in timeline.parts {
      for quantity in part.quantities {
        for step in 0..<part.steps {
          let position = try #require(timeline.position(of: quantity, at: step))
          #expect(timeline.quantity(at: position) == quantity && timeline.moment(at: position)?.step == step)
          seen.insert(position)
        }
      }
    }
    #expect(seen == Set(0..<timeline.count))
  }

  @Test func `what is left out has no moment`() throws {
    let model = try model()
    let g = try #require(model.quantity(named: "g")?.id)
    let timeline = Timeline(model, steps: model.stages.map { $0.steps == .once ? 1 : 2 }, omitted: [g])
    #expect(names(timeline, model) == ["μ@1", "f@1", "f@2", "b@2", "b@1"])
    #expect(timeline.position(of: g, at: 0) == nil && !timeline.hasHappened(g, at: 0, by: 4))
  }

  @Test func `a step is called by the name of the one entry that is 1, where entries have names`() throws {
    let session = try Sessions.on(
      "dims D = 3\ninput x: D\nalphabet D: \"(\" \")\" \".\"\nparam m: D\nh = x ⊙ m",
      feeding: "1 0 0; 0 0 1; 0.5 0 0; 1 1 0")
    let stage = try #require(session.model.inputs[0].stage)
    #expect((0..<4).map { session.symbol(of: stage, at: $0) } == ["(", ".", nil, nil])
    #expect(session.alphabet(of: session.model.quantities[0].shape.rows)?.symbols == ["(", ")", "."])
  }

  @Test(arguments: [
    ("gru", "h", 1), ("seq2seq-attention", "h", 1), ("g2p", "h", 1), ("tree", "size_leaf", 1), ("gcn", "H_2", 1),
    // Where symbols stand, and what each is by itself, only prepares what goes from step to step.
    ("transformer-encoder", "Z", 1), ("transformer-decoder", "loss", 1), ("g2p-id", "Z", 1), ("self-attention", "H", 1),
  ])
  func `is opened on the first step that others follow from`(_ sheet: String, _ quantity: String, _ step: Int) throws {
    let session = try Sessions.open(sheet)
    #expect(session.currentQuantity?.name == quantity && session.moment?.step == step - 1)
  }
}
