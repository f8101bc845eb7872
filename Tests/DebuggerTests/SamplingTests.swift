// Going on with a sequence by what a model expects next.

import Catalogue
import Debugger
import Equations
import Evaluation
import Testing

@Suite struct `Sampling` {
  /// After each letter of "abcd" the next one is likeliest, round and round; the others have scores too.
  private static let circle = """
    dims V = 4
    input x: token(V)
    param W: V×V
    alphabet x: "a".."d"
    example x: "ab"
    s = W x
    p = softmax(s)
    """

  private func circle(_ text: String = circle) throws -> Session {
    var session = try Sessions.typed(text)
    _ = try session.say("set W = 0", "set W[2,1] = 2", "set W[3,2] = 2", "set W[4,3] = 2", "set W[1,4] = 2")
    return session
  }

  private func fed(_ session: Session) -> String { session.feedDescription }

  @Test func `at temperature 0 takes the likeliest, and feeds the whole, which can be walked and undone`() throws {
    var session = try circle()
    let said = try session.say("sample 6 temperature 0")
    #expect(said[0] == "sampled \"cdabcd\"")
    #expect(fed(session) == "\"abcdabcd\"")
    let there = try session.say("goto 8")
    #expect(there[0].hasPrefix("step 8/8 d"))
    _ = try session.say("undo")
    #expect(fed(session) == "\"ab\"")
  }

  @Test func `begins with a text that is given`() throws {
    var session = try circle()
    _ = try session.say("sample 2 top 1 from \"dd\"")
    #expect(fed(session) == "\"ddab\"")
  }

  @Test func `draws the same for the same seed, and others for another`() throws {
    func drawn(_ line: String) throws -> String {
      var session = try circle()
      return try session.say(line)[0]
    }
    #expect(try drawn("sample 30 seed 3") == drawn("sample 30 seed 3"))
    #expect(try drawn("sample 30 seed 3") != drawn("sample 30 seed 4"))
  }

  @Test func `draws by the probabilities, sharpened or flattened by the temperature`() throws {
    func share(_ temperature: String) throws -> Double {
      var session = try circle()
      _ = try session.say("sample 800 temperature \(temperature) from \"a\"")
      guard case .tokens(let letters) = session.values.inputs[0] else { return 0 }
      return Double(zip(letters, letters.dropFirst()).filter { ($0 + 1) % 4 == $1 }.count) / 800
    }
    // exp(2) / (exp(2) + 3) is 0.711; at half the temperature exp(4) / (exp(4) + 3), 0.948; at twice 0.475.
    #expect(try abs(share("1") - 0.711) < 0.05)
    #expect(try abs(share("0.5") - 0.948) < 0.03)
    #expect(try abs(share("2") - 0.475) < 0.06)
  }

  @Test func `draws from the likeliest alone where it is told how many`() throws {
    var session = try circle()
    _ = try session.say("set W[3,1] = 1", "set W[4,2] = 1", "set W[1,3] = 1", "set W[2,4] = 1")
    _ = try session.say("sample 300 top 2 temperature 3 from \"a\"")
    let letters = Array(fed(session).dropFirst().dropLast()).compactMap { "abcd".firstIndex(of: $0) }
      .map { "abcd".distance(from: "abcd".startIndex, to: $0) }
    let steps = Set(zip(letters, letters.dropFirst()).map { ($1 - $0 + 4) % 4 })
    #expect(steps == [1, 2])
  }

  @Test func `finds the scores by the softmax that a loss takes, and a softmax where there are none`() throws {
    var scored = try circle(
      Self.circle.replacing("p = softmax(s)", with: "input y: V\nloss = -log(yᵀ softmax(s))"))
    #expect(try scored.say("sample 3 top 1")[0] == "sampled \"cda\"")
    var shared = try circle(Self.circle.replacing("s = W x\np = softmax(s)", with: "p = softmax(W x)"))
    #expect(try shared.say("sample 3 top 1")[0] == "sampled \"cda\"")
  }

  /// Each letter is followed by the one that it was followed by last: what was read is looked into, step by step.
  private static let copier = """
    dims V = 3
    input x: token(V)
    input y: token(V)
    alphabet x, y: "a".."c"
    k = x[t-1]
    α = softmax(9 k[:]ᵀ x)
    s = 9 x[:] α
    loss = -sum(y ⊙ log(softmax(s)))
    example x: "abcab"
    example y: "bcabc"
    """

  @Test(arguments: [copier, copier.replacing("k[:]", with: "k[:t]").replacing("x[:]", with: "x[:t]")])
  func `goes on where a model is made for the length of what it reads`(sheet: String) throws {
    var session = try Sessions.typed(sheet)
    #expect(try session.say("sample 4 temperature 0")[0] == "sampled \"cabc\"")
    #expect(fed(session) == "\"abcabcabc\"")
  }

  @Test func `is refused where a text is filled up to a length`() throws {
    var session = try Sessions.typed(Self.circle.replacing("\"a\"..\"d\"", with: "\"a\"..\"d\" fill \"a\" 6"))
    #expect(session.complaint("sample 2")?.hasPrefix("texts for x are filled up to 6 symbols") == true)
  }

  @Test func `obeys pins`() throws {
    var session = try circle()
    _ = try session.say("pin s[1] = 9")
    let said = try session.say("sample 3 top 1")
    #expect(said[0] == "sampled \"aaa\"")
  }

  @Test(arguments: [
    ("sample 0", "sample draws from 1 to 2000 symbols, not 0"),
    ("sample top 0", "top needs a whole number from 1, not 0"),
    ("sample temperature hot", "temperature needs a number from 0, not hot"), ("sample from", "from needs a text"),
    ("sample from \"xyz\"", "\"x\" (letter 1) is not in the alphabet of x"), ("sample wildly", "sample takes [COUNT]"),
  ])
  func `is refused with what it needs`(line: String, words: String) throws {
    var session = try circle()
    let complaint = session.complaint(line)
    #expect(complaint?.contains(words) == true, "\(complaint ?? "")")
  }

  @Test(arguments: [
    ("rnn", "the model reads no symbols"),
    ("g2p-encoder", "sampling needs a model that was trained on the next symbol"),
  ])
  func `needs a model that expects a next symbol`(sheet: String, words: String) throws {
    var session = try Sessions.open(sheet)
    let complaint = session.complaint("sample 5")
    #expect(complaint?.contains(words) == true, "\(complaint ?? "")")
  }
}
