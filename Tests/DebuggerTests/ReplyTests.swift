// Answers as data and as text: the same facts both ways.

import Debugger
import Formats
import Testing

@Suite struct `An answer` {
  private func json(_ session: inout Session, _ line: String) throws -> String {
    try session.reply(to: [line]).json(command: line).text
  }

  private func counting() throws -> Session {
    try Sessions.on("input x\nstate h, b\nh = h[t-1] + x  # a sum\nb = b[t+1] + x\n", feeding: "1 2 4")
  }

  @Test func `a place has its step, its equation, its scan and its value`() throws {
    var session = try counting()
    #expect(
      try json(&session, "next")
        == #"{"command":"next","reports":[{"kind":"position","step":2,"steps":3,"equation":1,"equations":1,"text":"h = h[t-1] + x","#
        + #""pass":"forward","scan":1,"scans":2,"caption":"a sum","value":{"name":"h","step":2,"shape":[],"values":[3.0]}}]}"#
    )
    #expect(
      try session.say("next") == [
        "step 3/3  equation 1/1  scan 1/2, forward", "  h = h[t-1] + x  # a sum", "  h@3 = 7",
      ])
    #expect(try session.say("finish").first == "step 1/3  equation 1/1  scan 2/2, backward")
    #expect(try json(&session, "back").contains(#""pass":"backward","scan":2,"scans":2"#))
  }

  @Test func `what is worked out once is at no step`() throws {
    var session = try Sessions.open("leaky-learned")
    #expect(try session.say("start").first == "once, for all steps  equation 1/1")
    #expect(try json(&session, "start").contains(#""pass":"once""#))
    #expect(try session.say("step").first == "step 1/32  equation 1/2")
  }

  @Test(arguments: [
    ("h", #"{"kind":"value","name":"h","step":1,"shape":[],"values":[1.0]}"#),
    ("1 + 1", #"{"kind":"value","name":"1 + 1","shape":[],"values":[2.0]}"#),
    (
      "h@2:3",
      #"{"kind":"series","name":"h","steps":[{"step":2,"values":[3.0]},{"step":3,"values":[7.0]}]}"#
    ), ("whatis h", #"{"kind":"text","text":"h: a scalar"}"#), ("mark a", #"{"kind":"text","text":"a is step 1, h"}"#),
  ])
  func `one object a report`(line: String, report: String) throws {
    var session = try counting()
    #expect(try json(&session, line) == #"{"command":"\#(line)","reports":[\#(report)]}"#)
  }

  @Test func `symbols go with their steps`() throws {
    var session = try Sessions.open("g2p-encoder")
    #expect(try json(&session, "z[1]@1:2").contains(#""steps":[{"step":1,"symbol":"t","values":"#))
    #expect(try session.say("z[1]@1:2")[1].hasPrefix("  1 t  "))
    #expect(try session.say("next").first == "step 2/8 h  equation 5/5")
  }

  @Test(arguments: [
    "explain h[1]@3", "uses h[1]@2", "decay h", "ledger h[1]@3", "list", "info", "info memory", "help", "help pin",
    "break if h[1] > 0", "watch h[1]", "focus z", "pin z = 0", "print z from 1 to 3", "print/e z",
  ])
  func `every answer is JSON that can be read again, and text without control characters`(line: String) throws {
    var session = try Sessions.open("gru")
    let reply = try session.reply(to: ["goto 4", line])
    let text = reply.json(command: line).text
    #expect(try JSON(text).text == text)
    #expect(!text.contains("\n"))
    let lines = reply.reports.flatMap(\.lines)
    #expect(!lines.isEmpty && lines.allSatisfy { !$0.unicodeScalars.contains { $0.value < 32 } })
  }
}
