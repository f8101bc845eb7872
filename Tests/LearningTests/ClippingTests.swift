// Clipping: against golden values, and what each kind keeps.

import Chance
import Formats
import Learning
import TestSupport
import Testing

@Suite struct ClippingTests {
  @Test(arguments: [(Clipping.norm(1), "by_norm"), (.value(1), "by_value")])
  func `Two gradients are clipped together as PyTorch clips them`(clipping: Clipping, kind: String) throws {
    let file = try TensorFile(path: Checkout.fixture("clipping.safetensors", of: "LearningTests"))
    var gradient = try ["g_1", "g_2"].flatMap { try file.tensor(named: "input/\($0)").asFloats() }
    let expected = try ["g_1", "g_2"].flatMap { try file.tensor(named: "trace/\(kind)/\($0)").asDoubles() }
    let norm = try file.tensor(named: "trace/norm").asDoubles()[0]
    #expect(abs(euclideanNorm(gradient) - norm) < 1e-6 * norm)
    clipping.clip(&gradient)
    #expect(gradient.count == expected.count)
    for (found, wanted) in zip(gradient, expected) { #expect(abs(Double(found) - wanted) < 1e-6) }
  }

  @Test func `By norm a gradient keeps its direction, and a short one every bit`() {
    var numbers = SeededNumbers(seed: 3, name: "gradient")
    let long = (0..<37).map { _ in Float(numbers.normal()) }
    var clipped = long
    Clipping.norm(0.5).clip(&clipped)
    #expect(abs(euclideanNorm(clipped) - 0.5) < 1e-6)
    let product = zip(long, clipped).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(product / euclideanNorm(long) / euclideanNorm(clipped) - 1) < 1e-6)
    var untouched = long
    Clipping.norm(100).clip(&untouched)
    #expect(untouched == long)
  }
}
