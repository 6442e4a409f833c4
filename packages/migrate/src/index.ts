export type { AddressForm } from './changes/address.ts';
export type { Price } from './changes/price.ts';
export type { ReportOptions } from './changes/report.ts';
export type { UnpricedVerification } from './changes/verification.ts';
export type { FetchLike, FetchLikeInit, FetchLikeResponse } from './fetch/fetch-like.ts';
export type { CreatedOrder, FindOrdersOptions, OrdersFetchOptions } from './fetch/options.ts';
export { ordersFetch } from './fetch/orders-fetch.ts';
export { findOrders } from './find-orders.ts';
export {
  type FromCancellation,
  type FromCancellationOptions,
  fromCancellation,
  type UnpricedCancellation,
} from './from-cancellation.ts';
export { type FromDirectOrder, fromDirectOrder } from './from-direct-order.ts';
export { fromError } from './from-error.ts';
export { type FromOrder, type FromOrderOptions, fromOrder } from './from-order.ts';
export { type FromOrderCompleted, fromOrderCompleted } from './from-order-completed.ts';
export { type FromOrderList, fromOrderList } from './from-order-list.ts';
export { type FromReport, fromReport } from './from-report.ts';
export { type FromStateChange, fromStateChange } from './from-state-change.ts';
export type {
  EmployerSearchOrderInput,
  Order,
  OrderCancellation,
  OrderCancellationInput,
  OrderCompleted,
  OrderPage,
  OrderReport,
  OrderReverificationInput,
  OrderStateChange,
  OrderVerification,
  TargetEmployerOrderInput,
  TrueworkDirectOrderInput,
} from './generated/later-types.gen.ts';
export type {
  ApiErrorBody,
  CanceledVerification,
  CancellationInput,
  CredentialsSession,
  CredentialsSessionInput,
  CredentialsSessionStateChange,
  Money,
  Report,
  ReverificationInput,
  UseCase,
  Verification,
  VerificationInput,
  VerificationPage,
  VerificationStateChange,
} from './generated/types.gen.ts';
export type { Note, NoteKind } from './note.ts';
export type { ConvertedRequest, OrderRequest, Supplied } from './request.ts';
export { type CancelOrderRequest, type ToCancellationOptions, toCancellation } from './to-cancellation.ts';
export { type DirectOrderRequest, type ToDirectOrderOptions, toDirectOrder } from './to-direct-order.ts';
export { type CreateOrderRequest, type ToOrderOptions, toOrder } from './to-order.ts';
export { type ReverificationRequest, toReverification } from './to-reverification.ts';
