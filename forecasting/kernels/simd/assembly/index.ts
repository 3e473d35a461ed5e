// What the module exports. It owns no memory: every pointer is given by the host, every matrix is row-major.
export { accumulate, transpose } from './gemm';
export { lstmBackward, lstmForward } from './lstm';
export { adam, add, multiply, relu, reluBackward, repeatRows, sumRows } from './elementwise';
