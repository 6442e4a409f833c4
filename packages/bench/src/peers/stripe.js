import Stripe from 'stripe';

// For its size alone: it speaks form encoding and no other API. Its types are half of all that this package would check.
export const client = new Stripe('sk_test_example');
