// Stops in both directions: where running comes to rest, and how often.

import Debugger
import Equations
import Testing

@Suite struct `Running stops` {
  /// h counts 1, 2, 3 …; g is h + 1, and b counts back from the end.
  private func counting(_ steps: Int = 8) throws -> Session {
    try Sessions.on(
      "input x\nstate h, b\nh = h[t-1] + x\ng = h + 1\nb = b[t+1] + x\n",
      feeding: Array(repeating: "1", count: steps).joined(separator: " "))
  }

  private func place(_ session: Session) -> String {
    "\(session.currentQuantity?.name ?? "nothing")@\((session.moment?.step ?? -1) + 1)"
  }

  private func places(_ session: Session, _ lines: String...) throws -> [String] {
    var session = session
    return try lines.map { line in
      _ = try session.say(line)
      return place(session)
    }
  }

  @Test func `where a condition holds, at the moment when all that it reads has happened`() throws {
    var session = try counting()
    #expect(try session.say("break if h > 5") == ["stop 1: if h > 5"])
    #expect(try session.say("continue").first == "stop 1: if h > 5")
    #expect(place(session) == "h@6")
    #expect(try places(session, "c", "c", "c", "rc", "rc") == ["h@7", "h@8", "b@1", "h@8", "h@7"])
    _ = try session.say("delete", "break if g + h == 7", "run")
    #expect(place(session) == "g@3")
  }

  @Test func `at an equation, with a condition or without`() throws {
    let session = try counting()
    #expect(try places(session, "break on g", "c", "c 2", "rc", "rc 2") == ["g@1", "g@2", "g@4", "g@3", "g@1"])
    #expect(try places(session, "break g if h ≥ 4 and t < 6", "c", "c", "c") == ["g@1", "g@4", "g@5", "b@1"])
  }

  @Test func `a condition looks back through the whole history, and ahead`() throws {
    let session = try counting()
    #expect(try places(session, "break if h[t-3] == 2", "c") == ["g@1", "h@5"])
    #expect(try places(session, "break if h[t+1] == 3", "c") == ["g@1", "h@2"])
    #expect(try places(session, "break if h == h@4", "c") == ["g@1", "h@4"])
  }

  @Test func `a scan that runs backwards is met in its own order`() throws {
    let session = try counting(4)
    #expect(try places(session, "break if b > 1", "c", "c", "rc") == ["g@1", "b@3", "b@2", "b@3"])
  }

  @Test func `once only where it was temporary`() throws {
    var session = try counting()
    #expect(try session.say("tbreak if h > 3") == ["stop 1: if h > 3, once"])
    _ = try session.say("c")
    #expect(place(session) == "h@4" && session.stops.isEmpty)
  }

  @Test func `where a value has moved by more than an amount`() throws {
    var session = try Sessions.on("input x\ny = 2 x\n", feeding: "1 1.2 5 5 4.9 4")
    #expect(try session.say("watch y by 1") == ["stop 1: watch y by 1"])
    #expect(try session.say("c").first == "stop 1: watch y by 1: 2.4 → 10")
    #expect(try places(session, "c", "rc", "rc") == ["y@6", "y@3", "y@1"])
    _ = try session.say("start", "delete", "watch y", "c")
    #expect(place(session) == "y@2")
    _ = try session.say("start", "condition 2 y < 9", "c 2")
    #expect(place(session) == "y@6")
    #expect(session.stops.map(\.text) == ["watch y if y < 9"])
  }

  @Test func `a condition can be put on a stop, changed and taken off`() throws {
    var session = try counting()
    _ = try session.say("break on g", "break if h > 2")
    #expect(try session.say("condition 1 h > 6") == ["stop 1: on g if h > 6"])
    #expect(try session.say("condition 1") == ["stop 1: on g"])
    #expect(try session.say("condition 2 h < 3") == ["stop 2: if h > 2 if h < 3"])
    #expect(try session.say("condition 2 h > 3") == ["stop 2: if h > 2 if h > 3"])
    #expect(try session.say("condition 2") == ["stop 2: if h > 2"])
    #expect(session.complaint("condition 2") == "stop 2 is its condition: delete 2 takes it away")
    #expect(session.complaint("condition 7 h") == "there is no stop 7; info breakpoints lists them")
  }

  @Test func `a stop made of a condition holds only where both conditions do, also in a model made anew`() throws {
    var session = try counting()
    _ = try session.say("break if h > 2", "condition 1 t > 5")
    #expect(try places(session, "run") == ["h@6"])
    #expect(try places(session, "run", "condition 1") == ["h@6", "h@6"])
    #expect(try places(session, "condition 1", "run") == ["g@1", "h@3"])
    _ = try session.say("condition 1 t < 0")
    #expect(try places(session, "run") != ["h@3"])
    _ = try session.say("condition 1 t > 4", "pin g = 1")
    #expect(session.stops.map(\.text) == ["if h > 2 if t > 4"])
  }

  @Test func `disabled stops are passed over, enabled ones count again, deleted numbers never return`() throws {
    var session = try counting()
    _ = try session.say("break if h > 3", "break if h > 6")
    #expect(try session.say("disable 1") == ["1  if h > 3, disabled", "2  if h > 6"])
    #expect(try places(session, "run") == ["h@7"])
    #expect(try places(session, "enable 1 2", "run") == ["g@1", "h@4"])
    _ = try session.say("run")
    #expect(try session.say("info breakpoints") == ["1  if h > 3, disabled", "2  if h > 6, hit 1 time"])
    #expect(try session.say("delete 1 2").count == 2)
    #expect(try session.say("tbreak h") == ["stop 3: on h, once"])
    #expect(try session.say("info stops") == ["3  on h, once"])
    #expect(try session.say("delete") == ["1 stop deleted"])
    #expect(try session.say("break") == ["no stops; break if CONDITION makes one"])
  }

  @Test func `going on to a condition needs no stop`() throws {
    var session = try counting()
    #expect(try places(session, "continue if h > 5", "reverse-continue if h < 4") == ["h@6", "h@3"])
    #expect(session.complaint("c if h > 50") == "h > 50 holds at no later step")
    _ = try session.say("goto 3")
    #expect(session.complaint("rc if h > 4") == "h > 4 holds at no earlier step")
  }

  @Test func `first and last look through the whole run, from wherever one is`() throws {
    var session = try counting()
    #expect(try places(session, "goto 5", "first h > 2", "last h < 8", "first b == 2") == ["g@5", "h@3", "h@7", "b@7"])
    #expect(session.complaint("first h > 99") == "h > 99 holds at no step")
    #expect(session.complaint("last nan") == "every number is finite, at every step")
  }

  @Test func `the first and the last number that is none is found, and named`() throws {
    var session = try Sessions.on(
      "dims H = 2\ninput x: H\nstate h: H\ny = log(x)\nh = h[t-1] + y\n", feeding: "1 1; 1 -1; 1 1")
    #expect(try session.say("first nan").first == "y[2]@2 is not finite; explain y[2]@2 says why")
    #expect(place(session) == "y@2")
    #expect(try session.say("last nan").first == "h[2]@3 is not finite; explain h[2]@3 says why")
    #expect(place(session) == "h@3")
  }

  @Test func `an interrupt ends the search and moves nothing, in both directions`() throws {
    var session = try counting(2000)
    _ = try session.say("break if h > 1990", "goto 1000")
    session.isInterrupted = { true }
    for line in ["continue", "reverse-continue", "first h > 1990", "next 5000", "print h from 1 to 2000"] {
      let before = session.position
      #expect(session.complaint(line) == "interrupted", "\(line)")
      #expect(session.position == before)
    }
  }

  @Test func `stops go with the model when an equation is replaced, and those that mean nothing any more leave`() throws
  {
    var session = try counting()
    _ = try session.say("break if h > 4", "watch g by 3 if h > 1", "break on h if g > 2", "disable 3")
    _ = try session.say("g = 2 h")
    #expect(
      try session.say("info breakpoints") == ["1  if h > 4", "2  watch g by 3 if h > 1", "3  on h if g > 2, disabled"])
  }

  @Test func `an explanation that takes a matrix apart is interrupted, and told when it is asked for again`() throws {
    var session = try Sessions.typed("input A: 3×3\nλ = 2 eigvals(A + Aᵀ)\nexample A: edges 1 2; 2 3\n")
    session.isInterrupted = { true }
    #expect(session.complaint("explain λ[1]") == "interrupted")
    session.isInterrupted = { false }
    let lines = try session.say("explain λ[1]")
    #expect(lines[0].hasSuffix(" = -5.657"))
    #expect(lines.contains { $0.contains("eigenvalue 1 of 3 from the smallest, -2.828") }, "\(lines)")
  }
}
