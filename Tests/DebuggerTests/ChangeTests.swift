// Changes: what they touch, what they are shown against, and the way back.

import Catalogue
import Debugger
import Equations
import Evaluation
import Formats
import Glibc
import TestSupport
import Testing

@Suite struct `Changes` {
  // MARK: what is held

  @Test(arguments: [
    ("pin z = 0", "z[1:16]"), ("pin z[3] = 0", "z[3]"), ("pin z[2:5] = 0", "z[2:5]"), ("pin z[:4] = 0", "z[1:4]"),
    ("pin z[2..5] = 0", "z[2:5]"),
    ("pin z[13:] = 0", "z[13:16]"), ("pin z[:] = 0", "z[1:16]"),
  ])
  func `a pin holds the entries that it names, and no others`(line: String, held: String) throws {
    var session = try Sessions.open("gru")
    let z = try #require(session.model.quantity(named: "z"))
    _ = try session.say(line)
    let ends = held.dropFirst(2).dropLast().split(separator: ":").compactMap { Int($0) }
    let range = ends[0]...(ends.last ?? ends[0])
    for step in [0, 7, 23] {
      let numbers = session.trace.values(of: z, at: step)
      for (index, number) in numbers.enumerated() { #expect((number == 0) == range.contains(index + 1)) }
    }
  }

  @Test func `rows and columns of a matrix are pinned to numbers and vectors of their size`() throws {
    var session = try Sessions.typed(
      """
      dims D = 3, H = 4
      input x: D
      param W: H×D
      M = x xᵀ
      A = W M
      example x: 1 2 3; 4 5 6
      """)
    let a = try #require(session.model.quantity(named: "A"))
    let before = session.trace.values(of: a, at: 1)
    _ = try session.say("pin A[2,:] = x", "pin A[:,3] = 7", "pin A[3:4,1:2] = -1")
    let after = session.trace.values(of: a, at: 1)
    #expect(Array(after[3..<6]) == [4, 5, 7])
    #expect([after[2], after[8], after[11]] == [7, 7, 7])
    #expect([after[6], after[7], after[9], after[10]] == [-1, -1, -1, -1])
    #expect(Array(after[0..<2]) == Array(before[0..<2]))
    #expect(session.pins.map(\.text) == ["A[2,:] = x", "A[:,3] = 7", "A[3:4,1:2] = -1"])
    _ = try session.say("unpin A[2,:]", "unpin A[:,3]", "unpin A")
    #expect(session.trace.values(of: a, at: 1) == before)
    #expect(session.ghost == nil)
  }

  @Test(arguments: [
    ("pin z[0] = 0", "z has no entry 0: they go from 1 to 16"),
    ("pin z[17] = 0", "z has no entry 17: they go from 1 to 16"),
    ("pin z[5:2] = 0", "5:2 is empty: a range goes from the smaller to the larger"),
    ("pin z[2:5] = x", "z[2:5] is 4, the value is 8 (D): pin it to a number or to its own shape"),
    ("pin z[1,2] = 0", "z is 16 (H): it takes 1 index"),
    ("pin z[a] = 0", "an index of z is a whole number or a range such as 2:5, not a"),
    (
      "pin W_z = 0",
      "W_z is no equation of the sheet: only what an equation defines can be pinned; set W_z = VALUE changes it"
    ),
    (
      "pin x[1] = 0",
      "x is no equation of the sheet: only what an equation defines can be pinned; feed gives it other values"
    ),
    ("pin q = 0", "no equation defines q"),
    ("set W_z[17,1] = 0", "W_z has no entry 17: they go from 1 to 16"),
    ("set W_z[1,:] = h", "W_z[1,:] is 8 (D), the value is 16 (H): set it to a number or to its own shape"),
    ("set z = 0", "z is worked out by an equation: pin z = VALUE holds it, or type another equation"),
    ("set x = 0", "x is an input: feed gives it other values"),
    ("set x[1] = 0", "x is an input: feed gives it other values"),
    ("set W_q = 0", "nothing that can be set is called W_q: did you mean W_z?"),
    ("set H = h", "h is 16 (H), not one number"),
    ("set H = nan", "H is to be a finite number, not nan"), ("set H = 1 / 0", "H is to be a finite number, not 1 / 0"),
    ("set seed = -1", "a seed is a whole number from 0, not -1"),
  ])
  func `a change that cannot be made says why and leaves the session alone`(line: String, message: String) throws {
    var session = try Sessions.open("gru")
    _ = try session.say("pin r = 1", "goto 5")
    let before = session
    #expect(session.complaint(line) == message)
    #expect(session.position == before.position && session.pins == before.pins && session.values == before.values)
    #expect(session.changes.counts == before.changes.counts)
  }

  @Test func `a mistaken equation leaves everything as it was`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("goto 5")
    let before = session
    #expect(session.complaint("r = σ(W_r h)")?.contains("shapes do not fit in W_r h") == true)
    #expect(session.complaint("q = σ(W_r x)")?.contains("no equation of the sheet defines q") == true)
    #expect(session.model == before.model && session.position == before.position)
    #expect(session.changes.counts == (0, 0))
  }

  @Test func `a row, an entry and a whole parameter are set to numbers and to values of the sheet`() throws {
    var session = try Sessions.open("gru")
    let id = try #require(session.model.parameter(named: "W_z")).id
    let before = session.values.parameters[id]
    _ = try session.say("goto 3", "set W_z[3,2] = -0.5", "set W_z[5,:] = x", "set W_z[:,8] = 2 h")
    let after = session.values.parameters[id]
    #expect(after[2 * 8 + 1] == -0.5)
    #expect(after[0] == before[0])
    let x = try session.value(of: "x@3").numbers
    #expect(Array(after[(4 * 8)..<(4 * 8 + 7)]) == Array(x[..<7]))
    _ = try session.say("set b_z = 0.25")
    #expect(try session.value(of: "b_z").numbers.allSatisfy { $0 == 0.25 })
  }

  @Test func `entries of a constant tensor are set as those of a parameter, and undone`() throws {
    let path = "/tmp/unroll-constants-\(UInt64.random(in: 0 ... .max)).safetensors"
    var writer = try TensorFileWriter(path: path, tensors: [.init(name: "k", shape: [2, 2])])
    try writer.append([1, 2, 3, 4] as [Float])
    try writer.finish()
    let file = try TensorFile(path: path)
    unlink(path)
    let sheet = try SheetParser.parse("input x: D\ndims D = 2\nconst K: D×D from k\ny = K x\n", name: "constant")
    var session = try Session(Material(sheet: sheet, weights: file, feed: .text("1 1")))
    #expect(try session.value(of: "y").numbers == [3, 7])
    _ = try session.say("set K[1,1] = 5", "set K[2,:] = x")
    #expect(try session.value(of: "y").numbers == [7, 2])
    #expect(session.ghost?.values(of: session.model.quantities[0], at: 0) == [3, 7])
    #expect(session.complaint("set K[3,1] = 1") == "K has no entry 3: they go from 1 to 2")
    _ = try session.say("undo 2")
    #expect(try session.value(of: "y").numbers == [3, 7] && session.ghost == nil)
  }

  @Test func `a tie of a graph is cut across, told where it leaves nodes alone, and undone`() throws {
    var session = try Sessions.open("gcn-nodes")
    #expect(session.complaint("pin A[1,12] = 0")?.hasSuffix("set A[1,12] = VALUE changes it") == true)
    #expect(session.complaint("set A[1,2] = -1") == "A takes no negative entries, and -1 is one")
    let said = try session.say("set A[1,12] = 0")
    #expect(said.prefix(2) == ["A[1,12] and the entries across = 0", "note: the node 12 of A has no ties"])
    #expect(try session.value(of: "A[1,12] + A[12,1]").numbers == [0])
    #expect(try session.value(of: "deg[12]").numbers == [1])
    #expect(session.ghost != nil)
    #expect(try session.say("info").contains("changed  A[1,12] = 0"))
    #expect(try session.say("explain A[1,12]") == ["A[1,12] = 0, fed, then set"])
    #expect(session.graph?.edges.count == 77)
    _ = try session.say("undo")
    #expect(session.graph?.edges.count == 78 && session.ghost == nil)
  }

  @Test func `an input that is set stays so when the model is made anew, and goes with another that is fed`() throws {
    var session = try Sessions.typed(
      """
      dims    N = 2
      input   x: N once
      const   a = 1
      example x: 1 2
      y = a x
      """)
    _ = try session.say("set x = 5", "set a = 2")
    #expect(try session.value(of: "y").numbers == [10, 10])
    _ = try session.say("feed 3 4")
    #expect(try session.value(of: "y").numbers == [6, 8])
  }

  @Test func `a pin gives way to one of the same entries and steps, and to one of the whole`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("pin z[1] = 0", "pin z[1] = 1", "pin z = 0 from 3", "pin z[1] = 0 at 3", "pin z = 0.5 from 3")
    #expect(session.pins.map(\.text) == ["z[1] = 1", "z[1] = 0 from 3 to 3", "z = 0.5 from 3"])
    _ = try session.say("pin z = 1")
    #expect(session.pins.map(\.text) == ["z = 1"])
  }

  // MARK: what was

  @Test(arguments: [
    ["pin z = 0"], ["set b_z = 0"], ["set W_z[3,2] = 4"], ["z = σ(W_z x)"], ["set seed = 2"],
    ["set b_z = 0", "pin r = 1", "h = z ⊙ h[t-1] + (1 - z) ⊙ tanh(h̃)"],
  ])
  func `the ghost is the run before the first change, whatever the change`(lines: [String]) throws {
    var session = try Sessions.open("gru")
    let opened = session.trace
    #expect(session.ghost == nil)
    for line in lines { _ = try session.say(line) }
    let ghost = try #require(session.ghost)
    for quantity in session.model.quantities where session.trace.has(quantity) {
      for step in 0..<24 {
        #expect(ghost.values(of: quantity, at: step) == opened.values(of: quantity, at: step))
      }
    }
    for _ in lines { _ = try session.say("undo") }
    #expect(session.ghost == nil)
    for _ in lines { _ = try session.say("redo") }
    #expect(session.ghost != nil)
  }

  @Test func `taking a change back by hand leaves no ghost`() throws {
    var session = try Sessions.open("leaky")
    _ = try session.say("set μ = 0.5")
    #expect(session.ghost != nil)
    _ = try session.say("set μ = 0.9")
    #expect(session.ghost == nil)
    _ = try session.say("pin g[2] = 1", "pin g[2] = 0", "unpin")
    #expect(session.ghost == nil)
  }

  @Test func `another size leaves no ghost of what has another shape`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("set H = 4")
    let ghost = try #require(session.ghost)
    let h = try #require(session.model.quantity(named: "h"))
    #expect(!ghost.has(h) && ghost.values(of: h, at: 0).isEmpty)
    #expect(try session.say("info").contains("ghost    the untouched run (H = 16)"))
  }

  @Test func `feeding runs the untouched model on the new input too`() throws {
    var session = try Sessions.open("rnn")
    _ = try session.say("pin z[1] = 0", "feed 1 0 0 0 0 0 0 0; 0 1 0 0 0 0 0 0")
    let ghost = try #require(session.ghost)
    var fresh = try Sessions.open("rnn")
    _ = try fresh.say("feed 1 0 0 0 0 0 0 0; 0 1 0 0 0 0 0 0")
    let h = try #require(session.model.quantity(named: "h"))
    #expect(ghost.stepCount(of: h) == 2)
    for step in 0..<2 { #expect(ghost.values(of: h, at: step) == fresh.trace.values(of: h, at: step)) }
  }

  @Test func `an input that only the changed model takes makes its run the untouched one, and says so`() throws {
    var session = try Sessions.open("rnn")
    let said = try session.say("set D = 2", "feed 1 0; 0 1")
    #expect(
      said.last == "the untouched model cannot run on this: from here on changes are shown against the present run")
    #expect(session.ghost == nil)
  }

  @Test func `baseline here makes the present run the one that changes are shown against`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("pin z = 0")
    #expect(try session.say("baseline") == ["the untouched run", "changed to z = 0"])
    _ = try session.say("baseline here")
    #expect(session.ghost == nil && session.pins.map(\.text) == ["z = 0"])
    _ = try session.say("unpin")
    #expect(try session.say("baseline") == ["the untouched run: z = 0"])
    _ = try session.say("undo", "undo")
    #expect(try session.say("baseline") == ["the untouched run", "changed to z = 0"])
    #expect(session.complaint("baseline now") == "baseline takes [here], not now")
  }

  // MARK: the way back

  @Test func `undo and redo go through every change and bring every bit back`() throws {
    var session = try Sessions.open("lstm")
    let lines = [
      "pin f = 1 from 3", "set W_i[1,1] = 2", "feed 1 1 1 1 1 1 1 1; 0 0 0 0 0 0 0 1", "pin f[2:4] = 0",
      "c = f ⊙ c[t-1] + c̃", "set seed = 7", "unpin", "set H = 3", "baseline here", "pin o = 1",
    ]
    var states = [session]
    for line in lines {
      _ = try session.say(line)
      states.append(session)
    }
    for state in states.dropLast().reversed() {
      _ = try session.say("undo")
      expectSame(session, state)
    }
    #expect(session.complaint("undo") == "nothing to undo")
    for state in states.dropFirst() {
      _ = try session.say("redo")
      expectSame(session, state)
    }
    #expect(session.complaint("redo") == "nothing to redo")
  }

  private func expectSame(_ a: Session, _ b: Session) {
    #expect(a.values == b.values && a.model == b.model && a.pins == b.pins)
    #expect((a.ghost == nil) == (b.ghost == nil))
    for quantity in a.trace.model.quantities where a.trace.has(quantity) {
      for step in 0..<a.trace.stepCount(of: quantity) {
        #expect(a.trace.values(of: quantity, at: step) == b.trace.values(of: quantity, at: step), "\(quantity.name)")
      }
      #expect(a.ghost?.values(of: quantity, at: 1) == b.ghost?.values(of: quantity, at: 1))
    }
  }

  @Test func `undo and redo say what they take back, as often as they are told`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("pin z = 0", "set b_r = 1", "r = σ(W_r x)  # alone")
    #expect(try session.say("undo 2").prefix(2) == ["undone: r = σ(W_r x)", "undone: set b_r = 1"])
    #expect(session.changes.counts == (1, 2))
    #expect(try session.say("redo 9").prefix(2) == ["done again: set b_r = 1", "done again: r = σ(W_r x)"])
    #expect(session.changes.counts == (3, 0))
    #expect(session.complaint("undo none")?.hasPrefix("undo takes [COUNT]") == true)
  }

  @Test func `undo leaves where one is and what one has set up alone`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("pin z = 0", "goto 9", "break if max(r) > 0.9", "display norm(h)", "mark here", "undo")
    #expect(session.moment?.step == 8)
    #expect(session.stops.count == 1 && session.displays.count == 1 && session.marks.count == 1)
    _ = try session.say("redo")
    #expect(session.moment?.step == 8 && session.stops.count == 1)
  }

  @Test func `frames that cost too much are let go of, furthest first, and are worked out again`() throws {
    var session = try Sessions.open("gru")
    session.changes.budget = 20_000
    var states = [session]
    for seed in 2...12 {
      _ = try session.say("set seed = \(seed)")
      states.append(session)
      #expect(session.changes.byteCount <= 20_000)
    }
    #expect(session.changes.counts == (11, 0))
    for state in states.dropLast().reversed() {
      _ = try session.say("undo")
      expectSame(session, state)
      #expect(session.changes.byteCount <= 20_000)
    }
    for state in states.dropFirst() {
      _ = try session.say("redo")
      expectSame(session, state)
    }
  }

  @Test func `what is run anew shares the untouched run, so that going back and forth costs no more`() throws {
    var session = try Sessions.open("gru")
    session.changes.budget = session.trace.byteCount * 2
    for line in ["pin z = 0", "pin r = 1", "set b_z = 0", "set b_r = 2", "feed 1 0 0 0 0 0 0 0; 0 1 0 0 0 0 0 0"] {
      _ = try session.say(line)
    }
    for _ in 0..<3 {
      _ = try session.say("undo 5")
      #expect(session.ghost == nil)
      _ = try session.say("redo 4")
      #expect(session.changes.byteCount <= session.changes.budget)
      // One run is kept at least: the one before the last change.
      #expect(session.changes.byteCount >= session.trace.byteCount / 2)
      _ = try session.say("redo")
      #expect(session.changes.counts == (5, 0))
    }
  }

  @Test func `a thousand changes of a run of 100,000 steps cost what they touch, and never more than the budget`()
    throws
  {
    var session = try Sessions.typed(
      """
      input x
      const a = 0.5
      state h
      h = 0.9 h[t-1] + a x
      g = h ⊙ h
      example x: constant 100000 1
      """)
    let opened = session.trace.identities
    let block = try #require(opened.last).byteCount
    for change in 0..<500 {
      _ = try session.say("pin g = \(change) from 99990", "unpin")
      // Of each pair of changes one block of frames lies in memory twice: the one with the last steps.
      #expect(session.changes.byteCount <= min((change + 1) * block, Debugger.Changes.usualBudget))
    }
    #expect(session.changes.counts == (1000, 0))
    for _ in 0..<10 { _ = try session.say("undo") }
    #expect(session.changes.counts == (990, 10))
    #expect(session.trace.identities == opened)
  }

  @Test func `a pin late in a long run leaves the frames before it in place`() throws {
    var session = try Sessions.typed(
      """
      input x
      state h
      h = 0.9 h[t-1] + x
      example x: constant 100000 1
      """)
    let before = session.trace.identities
    _ = try session.say("pin h = 0 from 99000")
    let after = session.trace.identities
    let same = zip(before, after).filter { $0.0 == $0.1 }.count
    #expect(before.count == after.count && same >= before.count * 9 / 10 && same < before.count)
  }

  @Test func `an equation that is worked out once from now on leaves one where one is`() throws {
    var session = try Sessions.open("gru")
    #expect(try session.say("goto 7", "mark here", "z = 0").contains("step 7/24  equation 3/3"))
    #expect(try session.say("next").first == "step 8/24  equation 3/3")
    #expect(try session.say("goto here").first == "step 7/24  equation 3/3")
    #expect(try session.say("goto r@5", "undo", "list").contains { $0.hasPrefix("▶") && $0.contains("r = ") })
    #expect(session.moment?.step == 4)
  }
}
