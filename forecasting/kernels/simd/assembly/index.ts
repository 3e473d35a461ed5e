// What the module exports. It owns no memory: every pointer, that of its scratch memory too, is given by the host;
// every matrix is row-major.
export { accumulate, transpose, useScratch } from './gemm';
export { lstmBackward, lstmForward } from './lstm';
export { adam, add, multiply, relu, reluBackward, repeatRows, sumRows } from './elementwise';
