// What belongs to what in an expression, and the ways to write each sign.

import Equations
import Testing

@Suite struct ExpressionTests {
  @Test(arguments: [
    // Products by juxtaposition bind tighter than what stands between them, and group from the left.
    ("W x ⊙ y", "((W·x) ⊙ y)"), ("a ⊙ W x", "(a ⊙ (W·x))"), ("A B x", "((A·B)·x)"), ("W x + U h", "((W·x) + (U·h))"),
    ("−τ Bᵀ r", "(-((τ·(Bᵀ))·r))"), ("K[:t]ᵀ q / √D_k", "(((K[:t]ᵀ)·q) / (√D_k))"), ("2 x", "(2·x)"), ("2x", "(2·x)"),
    ("a / b c", "(a / (b·c))"), ("a b / c d", "((a·b) / (c·d))"), ("λ τ", "(λ·τ)"), ("x 2", "(x·2)"),
    ("W [a; b]", "(W·[a; b])"), ("U (r ⊙ h)", "(U·(r ⊙ h))"), ("(a) (b)", "(a·b)"), ("x √y z", "((x·(√y))·z)"),
    // Elementwise signs are one level, from the left.
    ("a ⊙ b ⊙ c", "((a ⊙ b) ⊙ c)"), ("a / b ⊙ c", "((a / b) ⊙ c)"), ("a ⊘ b / c", "((a / b) / c)"),
    ("a * b / c", "((a ⊙ b) / c)"), ("a ⊙ -b c", "(a ⊙ (-(b·c)))"), ("a ⊙ b + c ⊙ d", "((a ⊙ b) + (c ⊙ d))"),
    // Sums from the left; a sign in front takes the whole term.
    ("a - b - c", "((a - b) - c)"), ("a - b + c", "((a - b) + c)"), ("-a ⊙ b", "(-(a ⊙ b))"), ("-a + b", "((-a) + b)"),
    ("a - -b", "(a - (-b))"), ("a + -b ⊙ c", "(a + (-(b ⊙ c)))"), ("+a", "a"), ("1 - z", "(1 - z)"),
    // Powers bind tighter than products, and group from the right.
    ("a^2 b", "((a ^ 2)·b)"), ("a b^2", "(a·(b ^ 2))"), ("a^b^c", "(a ^ (b ^ c))"), ("-a^2", "(-(a ^ 2))"),
    ("2^-1", "(2 ^ (-1))"), ("a^-b^c", "(a ^ (-(b ^ c)))"), ("√a^2", "(√(a ^ 2))"), ("(√a)^2", "((√a) ^ 2)"),
    ("√a b", "((√a)·b)"), ("√√a", "(√(√a))"), ("a^√b", "(a ^ (√b))"), ("√(a + b)", "(√(a + b))"),
    // Index and transpose bind tightest.
    ("vᵀ x", "((vᵀ)·x)"), ("a^bᵀ", "(a ^ (bᵀ))"), ("Wᵀᵀ x", "(((Wᵀ)ᵀ)·x)"), ("h[t-1]ᵀ", "(h[(t - 1)]ᵀ)"),
    ("W_q[2,1] x", "(W_q[2,1]·x)"), ("W_q[2][1] x", "(W_q[2][1]·x)"), ("h[2][t-1]", "h[2][(t - 1)]"),
    ("√D_k", "(√D_k)"), ("(a + b)ᵀ c", "(((a + b)ᵀ)·c)"), ("h[:]", "h[:]"), ("K[:t+1]", "K[:(t + 1)]"),
    // Comparisons, then not, and, or.
    ("a < b + 1 and c or d", "(((a < (b + 1)) and c) or d)"), ("not a == b", "not((a == b))"),
    ("not a and b", "(not(a) and b)"), ("a or b and c", "(a or (b and c))"), ("not not a", "not(not(a))"),
    ("not (a and b) or c", "(not((a and b)) or c)"), ("not(a) x", "not((a·x))"),
    // What touches and what does not.
    ("tanh(x) y", "(tanh(x)·y)"), ("W (x)", "(W·x)"), ("h [1; 2]", "(h·[1; 2])"), ("h@4 x", "(h@4·x)"),
    ("z[12]@4", "z[12]@4"), ("W @ x", "(W·x)"), ("W@x", "(W·x)"), ("W @ 4", "(W·4)"), ("[a; b][1]", "[a; b][1]"),
    // Functions.
    ("layernorm(a; γ, β)", "layernorm(a, ; γ, β)"), ("softmax(a, where: M > 0)", "softmax(a, where: (M > 0))"),
    ("clip(a, 0, 1)", "clip(a, 0, 1)"), ("max(a, b) - max(a)", "(max(a, b) - max(a))"),
  ])
  func `signs group as on paper`(text: String, grouped: String) {
    #expect(structure(text) == grouped)
  }

  @Test(arguments: [
    ("a .* b ./ c * d", "a ⊙ b ⊘ c ⊙ d"), ("a ∘ b", "a ⊙ b"), ("W @ x", "W x"), ("W · x ⋅ y", "W x y"), ("Wᵀ", "W'"),
    ("W’ + W⊤", "Wᵀ + Wᵀ"), ("a − b – c", "a - b - c"), ("a <= b", "a ≤ b"), ("a >= b", "a ≥ b"), ("a != b", "a ≠ b"),
    ("sigmoid(a)", "sigmoid(a)"), ("h~", "h̃"), ("h\\tilde + h\\hat", "h̃ + ĥ"), ("n~", "ñ"), ("n\u{303}", "\u{F1}"),
    ("\\mu x", "μ x"), ("\\mu_z", "μ_z"), ("W_\\mu", "W_μ"), ("\\odot", "⊙"), ("a\\odot b", "a ⊙ b"),
    ("W\\top x", "Wᵀ x"),
    ("\\sqrt a", "√a"), ("a \\le b", "a ≤ b"), ("W₀ + W₁₂", "W_0 + W_12"), ("W_₀", "W_0"), ("\u{B5}", "μ"), ("Ω", "Ω"),
    ("h[ t - 1 ]", "h[t-1]"), ("( a+b )", "(a + b)"), ("a\t+\u{A0}b", "a + b"),
  ])
  func `each sign and letter has a spelling on every keyboard`(text: String, other: String) {
    #expect(structure(text) == structure(other))
  }

  @Test func `h with a tilde is one name however it is typed`() {
    #expect(structure("h~ + h\u{303} + h\\tilde") == "((h\u{303} + h\u{303}) + h\u{303})")
  }

  @Test(arguments: [
    ("1", 1), ("0.5", 0.5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1e-3", 0.001), ("2.5E+2", 250), ("1e-400", 0),
  ])
  func `numbers are read to the last digit`(text: String, value: Double) throws {
    let syntax = try SheetParser.expression(text)
    guard case .number(let found, text: let kept) = syntax.kind else { return #expect(Bool(false), "no number") }
    #expect(found == value)
    #expect(kept == text)
  }

  @Test(arguments: [
    ("2.*x", "(2 ⊙ x)"), ("2./x", "(2 / x)"), ("1 e3", "(1·e3)"), ("2e", "(2·e)"), ("1.x", "(1.·x)"), ("3.ᵀ", "(3.ᵀ)"),
  ])
  func `a dot or an e belongs to a number only with digits`(text: String, grouped: String) {
    #expect(structure(text) == grouped)
  }

  @Test(arguments: [
    ("", "expected a value, found the end of the line"), ("a +", "expected a value, found the end of the line"),
    ("a b)", "expected the end of the expression, found ')'"), ("(a", "'(' is never closed"),
    ("[a; b", "'[' is never closed"), ("h[t-1", "'[' is never closed"),
    ("a ; b", "expected the end of the expression, found ';'"),
    ("a\nb", "expected the end of the expression, found 'b'"),
    ("a = b", "expected the end of the expression, found '='"),
    ("softmax(a where M)", "expected ')', found 'where'"), ("# a", "expected a value, found a comment"),
    ("h[]", "expected a value, found ']'"), ("a..b", "expected the end of the expression, found '..'"),
    ("\"a\"", "expected a value, found \"a\""),
  ])
  func `what is no expression is told what it lacks`(text: String, message: String) {
    #expect(structure(text) == message)
  }

  @Test func `a caret stands under what it means, past combining marks and wide letters`() throws {
    var told = ""
    do throws(SheetErrors) {
      _ = try SheetParser.expression("h\u{303} + 字 + )")
    } catch {
      told = error.description
    }
    let lines = told.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines[0] == "prompt:1:9: expected a value, found ')'")
    // The sign is the ninth character, and stands in the tenth cell.
    #expect(lines[2] == "     |          ^")
  }
}
