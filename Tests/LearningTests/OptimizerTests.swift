// Optimizers, where their course is known by formula, and schedules.

import Learning
import Testing

@Suite struct OptimizerTests {
  /// The parameter, from 0, after so many updates under a constant gradient of 1 and a rate of 0.1.
  private func position(_ method: Optimizer.Method, after updates: Int, weightDecay: Double = 0) -> Double {
    var optimizer = Optimizer(method, count: 1, weightDecay: weightDecay)
    var parameters: [Float] = [0]
    for _ in 0..<updates { optimizer.update(&parameters, gradient: [1], rate: 0.1) }
    return Double(parameters[0])
  }

  @Test func `Under a constant gradient each method takes the way that its formula says`() {
    // Velocities 1, 1.5, 1.75: sums of a geometric series; Nesterov looks one push ahead.
    #expect(abs(position(.descent, after: 3) + 0.3) < 1e-6)
    #expect(abs(position(.momentum(0.5), after: 3) + 0.1 * (1 + 1.5 + 1.75)) < 1e-6)
    #expect(abs(position(.nesterov(0.5), after: 3) + 0.1 * (1.5 + 1.75 + 1.875)) < 1e-6)
    // Both means are unbiased from the first update on: every step is as long as the rate.
    #expect(abs(position(.adam(), after: 5) + 0.5) < 1e-5)
  }

  @Test func `Adam does not see how large gradients are, but for its epsilon`() {
    func course(_ scale: Float) -> Float {
      var optimizer = Optimizer(.adam(epsilon: 0), count: 1)
      var parameters: [Float] = [1]
      for slope in [1, -2, 0.5, 3] as [Float] { optimizer.update(&parameters, gradient: [slope * scale], rate: 0.01) }
      return parameters[0]
    }
    #expect(abs(course(1) - course(1024)) < 1e-6)
  }

  @Test(arguments: [Optimizer.Method.descent, .momentum(0.9), .nesterov(0.9), .adam()])
  func `A quadratic valley is found, its steep and its flat side`(method: Optimizer.Method) {
    let steepness: [Float] = [1, 0.1]
    var optimizer = Optimizer(method, count: 2)
    var parameters: [Float] = [3, -4]
    for _ in 0..<800 {
      let gradient = zip(parameters, steepness).map { ($0 - 1) * $1 }
      optimizer.update(&parameters, gradient: gradient, rate: 0.05)
    }
    for parameter in parameters { #expect(abs(parameter - 1) < 0.1) }
  }

  @Test func `Weights decay apart from the gradient, by rate times decay`() {
    for method in [Optimizer.Method.descent, .momentum(0.9), .adam()] {
      var optimizer = Optimizer(method, count: 1, weightDecay: 0.5)
      var parameters: [Float] = [2]
      optimizer.update(&parameters, gradient: [0], rate: 0.1)
      #expect(abs(parameters[0] - 2 * 0.95) < 1e-6)
    }
  }

  @Test func `One that is made again from its moments goes on to the same bits`() throws {
    var optimizer = Optimizer(.adam(), count: 2, weightDecay: 0.01)
    var parameters: [Float] = [1, 2]
    optimizer.update(&parameters, gradient: [0.3, -1], rate: 0.1)
    var again = try #require(
      Optimizer(.adam(), weightDecay: 0.01, moments: optimizer.moments, updateCount: optimizer.updateCount))
    var other = parameters
    optimizer.update(&parameters, gradient: [2, 0.1], rate: 0.1)
    again.update(&other, gradient: [2, 0.1], rate: 0.1)
    #expect(parameters == other)
    #expect(Optimizer(.adam(), weightDecay: 0, moments: [], updateCount: 1) == nil)
  }

  @Test func `Rates stay, fall in steps or along a cosine, and warm up in a line`() {
    let constant = Schedule(rate: 0.1)
    #expect((0..<10).allSatisfy { constant.rate(at: $0, of: 10) == 0.1 })
    let steps = Schedule(rate: 0.8, course: .step(every: 3, factor: 0.5))
    #expect((0..<7).map { steps.rate(at: $0, of: 7) } == [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2])
    let cosine = Schedule(rate: 1, course: .cosine)
    #expect(cosine.rate(at: 0, of: 10) == 1)
    #expect(abs(cosine.rate(at: 5, of: 10) - 0.5) < 1e-12)
    #expect(abs(cosine.rate(at: 10, of: 10)) < 1e-12)
    let warm = Schedule(rate: 0.4, course: .cosine, warmUp: 4)
    #expect(zip(0..<4, [0.1, 0.2, 0.3, 0.4]).allSatisfy { abs(warm.rate(at: $0, of: 10) - $1) < 1e-12 })
    #expect(warm.rate(at: 4, of: 10) == 0.4)
  }
}
