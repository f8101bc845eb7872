// From a gradient to new parameters. All parameters of a model lie one after another in one list.

internal import Glibc

/// How parameters follow a gradient, and what is remembered for that.
package struct Optimizer: Sendable, Equatable {
  package enum Method: Sendable, Equatable {
    /// θ ← θ − ηg
    case descent
    /// v ← μv + g, θ ← θ − ηv (Polyak 1964)
    case momentum(Double)
    /// v ← μv + g, θ ← θ − η(g + μv): the gradient as it will be after the next push (Nesterov 1983; Sutskever et al. 2013)
    case nesterov(Double)
    /// Each entry by its own scale (Kingma and Ba 2015, arXiv:1412.6980).
    case adam(mean: Double = 0.9, square: Double = 0.999, epsilon: Double = 1e-8)

    /// Lists of one number a parameter that it keeps.
    package var momentCount: Int {
      switch self {
      case .descent: 0
      case .momentum, .nesterov: 1
      case .adam: 2
      }
    }
  }

  package let method: Method
  /// λ of θ ← θ − ηλθ, apart from the gradient (Loshchilov and Hutter 2019, arXiv:1711.05101), for every parameter.
  package let weightDecay: Double
  /// Running means of the gradient and of its squares, as the method keeps them.
  package private(set) var moments: [[Float]]
  package private(set) var updateCount: Int

  /// - Parameters:
  ///   - method: how it moves.
  ///   - count: how many numbers there are to learn.
  ///   - weightDecay: 0 for none.
  package init(_ method: Method, count: Int, weightDecay: Double = 0) {
    self.method = method
    self.weightDecay = weightDecay
    moments = Array(repeating: Array(repeating: 0, count: count), count: method.momentCount)
    updateCount = 0
  }

  /// One that goes on where another stopped; nil where the lists are not those that the method keeps.
  package init?(_ method: Method, weightDecay: Double, moments: [[Float]], updateCount: Int) {
    guard moments.count == method.momentCount, updateCount >= 0 else { return nil }
    self.method = method
    self.weightDecay = weightDecay
    self.moments = moments
    self.updateCount = updateCount
  }

  /// Moves the parameters once.
  ///
  /// - Precondition: `parameters` and `gradient` are as many as the optimizer was made for.
  package mutating func update(_ parameters: inout [Float], gradient: [Float], rate: Double) {
    precondition(parameters.count == gradient.count && moments.allSatisfy { $0.count == gradient.count })
    updateCount += 1
    if weightDecay != 0 {
      let kept = Float(1 - rate * weightDecay)
      for index in parameters.indices { parameters[index] *= kept }
    }
    switch method {
    case .descent:
      let rate = Float(rate)
      for index in parameters.indices { parameters[index] -= rate * gradient[index] }
    case .momentum(let memory): push(&parameters, gradient, Float(rate), Float(memory), looksAhead: false)
    case .nesterov(let memory): push(&parameters, gradient, Float(rate), Float(memory), looksAhead: true)
    case .adam(let mean, let square, let epsilon): scale(&parameters, gradient, rate, mean, square, Float(epsilon))
    }
  }

  private mutating func push(
    _ parameters: inout [Float], _ gradient: [Float], _ rate: Float, _ memory: Float, looksAhead: Bool
  ) {
    for index in parameters.indices {
      let velocity = memory * moments[0][index] + gradient[index]
      moments[0][index] = velocity
      parameters[index] -= rate * (looksAhead ? gradient[index] + memory * velocity : velocity)
    }
  }

  /// Adam; that both means start at zero is made good by the step's size, as its authors propose for speed.
  private mutating func scale(
    _ parameters: inout [Float], _ gradient: [Float], _ rate: Double, _ mean: Double, _ square: Double,
    _ epsilon: Float
  ) {
    let count = Double(updateCount)
    let root = (1 - pow(square, count)).squareRoot()
    let size = Float(rate / (1 - pow(mean, count)))
    let (inverseRoot, mean, square) = (Float(1 / root), Float(mean), Float(square))
    // Taken out of the list, so that both may be changed at once.
    var (first, second) = (moments[0], moments[1])
    moments = []
    parameters.withUnsafeMutableBufferPointer { parameters in
      gradient.withUnsafeBufferPointer { gradient in
        first.withUnsafeMutableBufferPointer { first in
          second.withUnsafeMutableBufferPointer { second in
            for start in stride(from: 0, to: parameters.count, by: 8) {
              let slope = eight(UnsafeMutableBufferPointer(mutating: gradient), start)
              let newFirst = mean * eight(first, start) + (1 - mean) * slope
              let newSecond = square * eight(second, start) + (1 - square) * slope * slope
              let change = size * newFirst / (newSecond.squareRoot() * inverseRoot + epsilon)
              store(newFirst, first, start)
              store(newSecond, second, start)
              store(eight(parameters, start) - change, parameters, start)
            }
          }
        }
      }
    }
    moments = [first, second]
  }
}

/// Eight numbers from a place on, zeros behind the last.
@inline(__always)
private func eight(_ numbers: UnsafeMutableBufferPointer<Float>, _ start: Int) -> SIMD8<Float> {
  if start + 8 <= numbers.count, let base = numbers.baseAddress {
    return UnsafeRawPointer(base + start).loadUnaligned(as: SIMD8<Float>.self)
  }
  var result = SIMD8<Float>()
  for index in start..<numbers.count { result[index - start] = numbers[index] }
  return result
}

@inline(__always)
private func store(_ value: SIMD8<Float>, _ numbers: UnsafeMutableBufferPointer<Float>, _ start: Int) {
  if start + 8 <= numbers.count, let base = numbers.baseAddress {
    return UnsafeMutableRawPointer(base + start).storeBytes(of: value, as: SIMD8<Float>.self)
  }
  for index in start..<numbers.count { numbers[index] = value[index - start] }
}
