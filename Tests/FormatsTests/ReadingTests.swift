import Formats
import Testing
import TestSupport

@Suite struct ReadingTests {
  @Test func `every kind of number in a safetensors file is read`() throws {
    let file = try TensorFile(path: Checkout.fixture("ok.safetensors", of: "FormatsTests"))
    #expect(file.names == ["v", "f8", "s", "a", "empty", "f2"])
    #expect(file.metadata == ["k": "v"])
    #expect(try file.tensor(named: "v") == Tensor(shape: [5], int64: [0, 1, 2, 3, 4]))
  }
}
